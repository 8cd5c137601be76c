using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Model.Validation;

namespace GitOps.Configstore.FunctionApi;

/// <summary>What a request changes of a function: <c>{serverless,files}</c>.</summary>
/// <param name="Serverless">The document that <c>serverless.yml</c> is to be; null leaves it.</param>
/// <param name="Files">Path below the function's folder to text; null deletes. What is not named stays.</param>
internal sealed record FunctionUpdate(JsonObject? Serverless, IReadOnlyDictionary<string, string?> Files)
{
    private const string Request = "request";

    /// <summary>Reads a request's body; null, with every reason added, when it is none. Members that nobody here knows are let pass: the canvas sends back what it was given.</summary>
    public static FunctionUpdate? TryRead(JsonObject body, ProblemList problems)
    {
        if (body["serverless"] is not (null or JsonObject)) problems.Add(Request, "$.serverless", "'serverless' must be an object: the document that serverless.yml is to be.");
        if (body["files"] is not (null or JsonObject)) problems.Add(Request, "$.files", "'files' must be an object: path below the function's folder to text, or null to delete.");
        var files = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (path, value) in body["files"] as JsonObject ?? [])
        {
            if (value is null) files[path] = null;
            else if (value.GetValueKind() == JsonValueKind.String) files[path] = value.GetValue<string>();
            else problems.Add(Request, JsonPath.Member("$.files", path), "Expected the file's text, or null to delete it.");
        }
        // An empty document is what a canvas sends that has not read any.
        var serverless = body["serverless"] is JsonObject { Count: > 0 } document ? document : null;
        if (serverless is not null && files.ContainsKey(FunctionDraft.DocumentName))
            problems.Add(Request, JsonPath.Member("$.files", FunctionDraft.DocumentName), "The document is given twice: as 'serverless' and as a file.");
        return problems.IsEmpty ? new FunctionUpdate(serverless, files) : null;
    }
}
