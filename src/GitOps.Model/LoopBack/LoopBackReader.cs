using System.Text.Json.Nodes;
using GitOps.Model.Documents;
using GitOps.Model.Hosts;
using GitOps.Model.Snapshots;
using GitOps.Model.Validation;

namespace GitOps.Model.LoopBack;

/// <summary>
/// Reads the LoopBack project of a <c>dev</c> repository. Never throws: whatever is wrong is a problem with its place.
/// </summary>
public static class LoopBackReader
{
    internal const string ModelConfig = "server/model-config.json";
    private const string DataSources = "server/datasources.json";

    /// <summary>Every model definition, ordered by file.</summary>
    /// <param name="documents">Path to content.</param>
    /// <param name="folder">What stands before the path in problems, such as <c>dev/</c>.</param>
    /// <param name="problems">Gets what is wrong.</param>
    public static IReadOnlyList<LoopBackModel> ReadModels(IReadOnlyDictionary<string, string> documents, string folder, ProblemList problems)
    {
        var models = new List<LoopBackModel>();
        // Many repositories have no model on the canvas.
        var definitions = new Lazy<ModelDefinitions>(() => new ModelDefinitions(documents), LazyThreadSafetyMode.None);
        foreach (var path in documents.Keys.Where(IsModel).Order(StringComparer.Ordinal))
        {
            if (ReadModel(documents[path], folder + path, definitions, problems) is { } model) models.Add(model);
        }
        return models;
    }

    /// <summary>Ids that the canvas gave to data sources.</summary>
    public static IReadOnlySet<string> ReadDataSourceIds(IReadOnlyDictionary<string, string> documents, string folder, ProblemList problems)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        if (!documents.TryGetValue(DataSources, out var text)) return ids;
        foreach (var (_, source) in JsonText.ParseObject(text, folder + DataSources, "$", problems) ?? [])
        {
            if (source is JsonObject dataSource && dataSource["lunchbadgerId"] is { } id && JsonMembers.TryText(id, out var known)) ids.Add(known);
        }
        return ids;
    }

    /// <summary>Checks that <c>server/model-config.json</c>, without which the workspace does not start, can be read.</summary>
    public static void CheckModelConfig(IReadOnlyDictionary<string, string> documents, string folder, ProblemList problems)
    {
        if (documents.TryGetValue(ModelConfig, out var text)) JsonText.ParseObject(text, folder + ModelConfig, "$", problems);
    }

    internal static bool IsModel(string path) =>
        DocumentPaths.IsDocument(RepositoryRole.Dev, path) && path.Contains("/models/", StringComparison.Ordinal);

    private static LoopBackModel? ReadModel(string text, string file, Lazy<ModelDefinitions> definitions, ProblemList problems)
    {
        var source = JsonText.ParseObject(text, file, "$", problems);
        if (source is null) return null;
        var members = new JsonMembers(file, problems);
        var id = members.OptionalText(source, "lunchbadgerId");
        // Only what stands on the canvas becomes part of a gateway; the rest is LoopBack's own business.
        if (string.IsNullOrEmpty(id)) return null;
        var name = members.RequiredText(source, "name");
        var http = members.OptionalObject(source, "http");
        if (http is not null) members.OptionalText(http, "path");
        members.OptionalText(source, "plural");
        if (name is null) return null;
        var served = definitions.Value.HttpPath(name);
        if (!WebUrl.IsValid("http://host/api/" + served))
            problems.Add(file, source, "plural", "The model's path (http.path, else plural, else the plural of its name) cannot stand in a URL as it is written.");
        return new LoopBackModel
        {
            Source = source,
            File = file,
            Name = name,
            LunchBadgerId = id,
            HttpPath = served,
        };
    }
}
