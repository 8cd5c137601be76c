using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Model.Documents;
using GitOps.Model.Validation;

namespace GitOps.Model.LoopBack;

/// <summary>
/// Finds what a workspace serves without asking it: models that <c>server/model-config.json</c> does not keep private,
/// with what their definitions say. Models without a definition in the repository are LoopBack's own.
/// </summary>
public static class PublicModelReader
{
    private static readonly string[] BinaryTypes = ["buffer", "binary", "file"];

    /// <summary>Every public model, ordered by name. What is wrong with the files is told elsewhere; a wrong part counts as absent here.</summary>
    public static IReadOnlyList<PublicModel> Read(IReadOnlyDictionary<string, string> documents)
    {
        if (!documents.TryGetValue(LoopBackReader.ModelConfig, out var text) || Parse(text) is not { } configs) return [];
        var names = configs
            .Where(config => config.Key != "_meta" && config.Value is JsonObject members && members["public"]?.GetValueKind() != JsonValueKind.False)
            .Select(config => config.Key)
            .Order(StringComparer.Ordinal);
        var definitions = Definitions(documents);
        return [.. names.Select(name => Of(name, definitions.GetValueOrDefault(name)))];
    }

    private static Dictionary<string, JsonObject> Definitions(IReadOnlyDictionary<string, string> documents)
    {
        var definitions = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var path in documents.Keys.Where(LoopBackReader.IsModel).Order(StringComparer.Ordinal))
        {
            if (Parse(documents[path]) is { } definition && Text(definition["name"]) is { } name) definitions.TryAdd(name, definition);
        }
        return definitions;
    }

    private static PublicModel Of(string name, JsonObject? definition)
    {
        var path = Text((definition?["http"] as JsonObject)?["path"]) ?? Text(definition?["plural"]) ?? PluralNames.Of(name);
        var properties = definition?["properties"] as JsonObject;
        return new PublicModel(name, "/" + path.Trim('/'), properties?.Any(property => IsBinary(property.Value)) is true);
    }

    private static bool IsBinary(JsonNode? type) => type switch
    {
        JsonObject members => IsBinary(members["type"]),
        JsonArray items => items.Any(IsBinary),
        _ => Text(type) is { } name && BinaryTypes.Contains(name, StringComparer.OrdinalIgnoreCase),
    };

    private static string? Text(JsonNode? node) => node is not null && JsonMembers.TryText(node, out var text) && text.Length > 0 ? text : null;

    private static JsonObject? Parse(string text) => JsonText.ParseObject(text, LoopBackReader.ModelConfig, "$", new ProblemList());
}
