using System.Text;
using System.Text.Json.Nodes;
using GitOps.Configstore.Editing;
using GitOps.Configstore.Snapshots;
using GitOps.Model.Names;
using GitOps.Model.Serverless;
using GitOps.Model.Snapshots;
using GitOps.Model.Validation;

namespace GitOps.Configstore.FunctionApi;

/// <summary>One function as an edit finds and leaves it.</summary>
/// <param name="draft">The repository's files.</param>
/// <param name="name">The function's folder.</param>
/// <param name="others">The other functions of the repository.</param>
internal sealed class FunctionDraft(RepositoryDraft draft, string name, IReadOnlyList<ServerlessService> others)
{
    public const string DocumentName = "serverless.yml";

    private const string Repository = "functions/";

    /// <summary>Path of the document in the repository.</summary>
    public string Document => $"{name}/{DocumentName}";

    /// <summary>The document's path as problems name it.</summary>
    public string File => Repository + Document;

    public bool Exists => draft.Exists(Document);

    /// <summary>The document's text.</summary>
    /// <exception cref="EditNotFoundException">There is no such function.</exception>
    public async ValueTask<string> ReadDocumentAsync(CancellationToken cancellation) =>
        await draft.ReadAsync(Document, cancellation) ?? throw new EditNotFoundException(Missing(name));

    public static string Missing(string name) => $"There is no function '{name}': functions/{name}/{DocumentName} does not exist.";

    /// <summary>Writes the document, unless it says that already: comments and layout stay where nothing changes.</summary>
    /// <exception cref="EditRefusedException">YAML cannot say the same.</exception>
    public void WriteDocument(string? before, JsonObject document)
    {
        if (before is not null && ServerlessText.Parse(before, File, new ProblemList()) is { } known && JsonNode.DeepEquals(known, document)) return;
        var problems = new ProblemList();
        WriteText(ServerlessText.Write(document, File, problems), problems);
    }

    /// <summary>Takes the function out of the cluster, or puts it back; the same text when it is so already.</summary>
    /// <exception cref="EditRefusedException">The document cannot be read.</exception>
    public async ValueTask SetDisabledAsync(bool disabled, CancellationToken cancellation)
    {
        var problems = new ProblemList();
        WriteText(ServerlessText.WithDisabled(await ReadDocumentAsync(cancellation), disabled, File, problems), problems);
    }

    /// <summary>Writes or deletes a file of the function; deleting what is not there does nothing.</summary>
    /// <param name="path">Below the function's folder.</param>
    /// <param name="text">Null deletes.</param>
    /// <exception cref="EditRefusedException">It cannot be a file of a function.</exception>
    public void Put(string path, string? text)
    {
        var full = $"{name}/{path}";
        if (path == DocumentName)
        {
            if (text is null) throw Refused(full, "A function cannot be without it.", $"DELETE …/sls-api/service/{name} removes the function.");
        }
        else if (!DocumentPaths.IsCode(RepositoryRole.Functions, full))
        {
            throw Refused(full, "Packages are installed where the function runs, and are no files of it.", "Name them in package.json.");
        }
        if (text is not null && Encoding.UTF8.GetByteCount(text) > DocumentPaths.MaxCodeBytes)
            throw Refused(full, $"Has more than the {DocumentPaths.MaxCodeBytes} bytes that a file of a function may have.");
        if (text is not null) draft.Write(full, text);
        else if (draft.Exists(full)) draft.Delete(full);
    }

    /// <summary>Deletes all files of the folder.</summary>
    public void Delete()
    {
        foreach (var path in draft.Paths(name)) draft.Delete(path);
    }

    /// <summary>As it is now.</summary>
    public async ValueTask<JsonObject> ViewAsync(CancellationToken cancellation)
    {
        var (code, _) = await ReadCodeAsync(cancellation);
        return FunctionView.Of(name, await ReadDocumentAsync(cancellation), code.Select(file => KeyValuePair.Create(file.Key[(name.Length + 1)..], file.Value)));
    }

    /// <summary>Everything that would keep it from being deployed, whatever runs it.</summary>
    public async ValueTask<IReadOnlyList<Problem>> CheckAsync(CancellationToken cancellation)
    {
        var problems = new ProblemList();
        var text = await ReadDocumentAsync(cancellation);
        if (ServerlessReader.ReadServices(new Dictionary<string, string> { [Document] = text }, Repository, problems) is not [var service]) return problems.Problems;
        var names = new ObjectNames(draft.Place.Key);
        if (!service.Disabled && others.FirstOrDefault(other => names.Function(other.Service) == names.Function(service.Service)) is { } same)
            problems.Add(File, "$.service", $"There is a function '{same.Service}' already, in {same.File}, and both would be {names.Function(same.Service)} in the cluster.");
        if (FunctionCheck.IsMeant(service))
        {
            var (code, unreadable) = await ReadCodeAsync(cancellation);
            FunctionCheck.Check(service, code, unreadable, problems);
        }
        return [.. problems.Problems.DistinctBy(problem => (problem.File, problem.Path))];
    }

    private async ValueTask<(SortedDictionary<string, string> Code, IReadOnlyList<Problem> Unreadable)> ReadCodeAsync(CancellationToken cancellation)
    {
        var code = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var unreadable = new List<Problem>();
        foreach (var path in draft.Paths(name).Where(path => DocumentPaths.IsCode(RepositoryRole.Functions, path)))
        {
            var content = await draft.ReadBytesAsync(path, cancellation) ?? [];
            if (content.Length <= DocumentPaths.MaxCodeBytes && DocumentReading.TryDecode(content, out var text)) code[path] = text;
            else unreadable.Add(new Problem(Repository + path, "$", $"Is not UTF-8, or has more than {DocumentPaths.MaxCodeBytes} bytes; functions are deployed as text."));
        }
        return (code, unreadable);
    }

    private void WriteText(string? text, ProblemList problems) => draft.Write(Document, text ?? throw new EditRefusedException(problems.Problems));

    private static EditRefusedException Refused(string path, string reason, string? hint = null) => new(Repository + path, "$", reason, hint);
}
