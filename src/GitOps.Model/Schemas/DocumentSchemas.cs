using System.Text.Json.Nodes;

namespace GitOps.Model.Schemas;

/// <summary>
/// JSON Schemas (2020-12) of the documents. Each lies beside the reader of its document and refuses nothing that the reader takes;
/// what only the reader can see, such as references between documents, it lets through.
/// </summary>
public static class DocumentSchemas
{
    private const string Suffix = ".schema.json";
    private const string Project = "project";

    /// <summary>Documents that have a schema, ordered.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(DocumentSchemas).Assembly.GetManifestResourceNames()
            .Where(resource => resource.EndsWith(Suffix, StringComparison.Ordinal))
            .Select(resource => resource[..^Suffix.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The schema of a document.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="folder">Where the schemas are served, ending with a slash: their <c>$id</c> is below it.</param>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static JsonObject Get(string name, Uri folder)
    {
        if (!Names.Contains(name)) throw new ArgumentException($"There is no schema '{name}'; there are {string.Join(", ", Names)}.", nameof(name));
        using var resource = typeof(DocumentSchemas).Assembly.GetManifestResourceStream(name + Suffix)!;
        var schema = JsonNode.Parse(resource)!.AsObject();
        schema.Insert(1, "$id", new Uri(folder, $"{name}.json").ToString());
        if (name == Project)
        {
            foreach (var (definition, value) in ParameterSchemas.Definitions()) schema["$defs"]![definition] = value;
        }
        return schema;
    }
}
