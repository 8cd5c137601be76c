using System.Text.Json.Nodes;
using GitOps.Configstore.Editing;
using GitOps.Model.Serverless;
using GitOps.Model.Snapshots;
using GitOps.Model.Validation;

namespace GitOps.Configstore.FunctionApi;

/// <summary>
/// A function as the predecessor's canvas knows it: <c>{serverless,files}</c>, the document as JSON and the other files as text, and
/// beside them the folder's <c>name</c>, and the <c>problems</c> of a document that cannot be read, which is then among the files.
/// </summary>
internal static class FunctionView
{
    /// <summary>Every function of a repository, ordered by folder.</summary>
    public static IEnumerable<JsonObject> All(RepositorySnapshot repository) => Names(repository).Select(name => Of(name, repository)!);

    /// <summary>One function; null when there is none of that name.</summary>
    public static JsonObject? Of(string name, RepositorySnapshot repository)
    {
        var folder = name + "/";
        return repository.Documents.TryGetValue(folder + FunctionDraft.DocumentName, out var text)
            ? Of(name, text, repository.Code.Where(file => file.Key.StartsWith(folder, StringComparison.Ordinal)).Select(file => KeyValuePair.Create(file.Key[folder.Length..], file.Value)))
            : null;
    }

    /// <param name="name">The folder.</param>
    /// <param name="text">Of <c>serverless.yml</c>.</param>
    /// <param name="code">Path below the folder to text.</param>
    public static JsonObject Of(string name, string text, IEnumerable<KeyValuePair<string, string>> code)
    {
        var problems = new ProblemList();
        var document = ServerlessText.Parse(text, $"functions/{name}/{FunctionDraft.DocumentName}", problems);
        var files = new JsonObject();
        foreach (var (path, content) in code) files[path] = content;
        if (document is null) files[FunctionDraft.DocumentName] = text;
        var view = new JsonObject { ["name"] = name, ["serverless"] = document ?? [], ["files"] = files };
        if (!problems.IsEmpty) view["problems"] = EditAnswers.ToJson(problems.Problems);
        return view;
    }

    /// <summary>Folders of a repository that are functions, ordered.</summary>
    public static IEnumerable<string> Names(RepositorySnapshot repository) => repository.Documents.Keys.Select(path => path.Split('/')[0]).Order(StringComparer.Ordinal);
}
