using System.Text.Json.Nodes;
using GitOps.Configstore.Access;
using GitOps.Configstore.Editing;
using GitOps.Configstore.Environments;
using GitOps.Configstore.Snapshots;
using GitOps.Gitea.Errors;
using GitOps.Model.Serverless;
using GitOps.Model.Snapshots;
using GitOps.Model.Validation;

namespace GitOps.Configstore.FunctionApi;

/// <summary>
/// Reads and edits the functions of an environment's <c>functions</c> repository, each in its folder. An edit is one commit; what could
/// not be deployed afterwards, and could before, is refused with every reason.
/// </summary>
public sealed class Functions(RepositoryEditor editor, SnapshotStore snapshots, DraftValidation validation, FunctionTemplates templates, ConfigstoreSettings settings)
{
    /// <summary>The repository at the environment's revision.</summary>
    /// <exception cref="GiteaException">Gitea could not be asked.</exception>
    /// <exception cref="CommitNotFoundException">The commit is gone.</exception>
    public Task<RepositorySnapshot> ReadAsync(EnvironmentPlace place, CancellationToken cancellation) =>
        snapshots.GetAsync(validation.Source(place, RepositoryRole.Functions), cancellation);

    /// <summary>Makes a function from the template of its language.</summary>
    /// <returns>What became of it, and the function as it is then.</returns>
    internal Task<(EditOutcome Outcome, JsonObject? View)> CreateAsync(EnvironmentPlace place, Revision? expected, Caller caller, NewFunction asked, CancellationToken cancellation) =>
        EditAsync(place, expected, caller, asked.Name, (draft, function, others) =>
        {
            if (draft.Paths(asked.Name).Count > 0) throw new EditConflictException($"There is a folder functions/{asked.Name} already.");
            if (others.FirstOrDefault(other => string.Equals(other.Folder, asked.Name, StringComparison.OrdinalIgnoreCase)) is { } similar)
                throw new EditConflictException($"There is a function in {similar.File} already, whose folder differs only by capitals.");
            var count = others.Count(other => FunctionCheck.IsMeant(other) && !other.Disabled);
            if (count >= FunctionCheck.MaxFunctions) throw new EditConflictException($"There are {count} functions; an environment may have {FunctionCheck.MaxFunctions}. Remove one first.");
            function.WriteDocument(null, asked.Document(draft.Place.Key, settings.RepoPrefix));
            foreach (var (path, text) in templates.Of(asked.Language.Name).Of(asked.Name)) function.Put(path, text);
            return $"Add function {asked.Name} ({asked.Runtime})";
        }, cancellation);

    /// <summary>Writes and deletes files of a function, and its document.</summary>
    /// <returns>What became of it, and the function as it is then.</returns>
    internal Task<(EditOutcome Outcome, JsonObject? View)> UpdateAsync(EnvironmentPlace place, Revision? expected, Caller caller, string name, FunctionUpdate update, CancellationToken cancellation) =>
        EditAsync(place, expected, caller, name, async (_, function, _, token) =>
        {
            var before = await function.ReadDocumentAsync(token);
            if (update.Serverless is { } document) function.WriteDocument(before, document);
            foreach (var (path, text) in update.Files) function.Put(path, text);
            string[] changed = [.. update.Serverless is null ? Array.Empty<string>() : [FunctionDraft.DocumentName], .. update.Files.Keys];
            return $"Save function {name}: {string.Join(", ", changed)}";
        }, cancellation);

    /// <summary>Takes a function out of the cluster by a flag in its document, or puts it back; its code stays.</summary>
    internal async Task<EditOutcome> SwitchAsync(EnvironmentPlace place, Revision? expected, Caller caller, string name, bool disabled, CancellationToken cancellation) =>
        (await EditAsync(place, expected, caller, name, async (_, function, _, token) =>
        {
            await function.SetDisabledAsync(disabled, token);
            return $"{(disabled ? "Undeploy" : "Deploy")} function {name}";
        }, cancellation)).Outcome;

    /// <summary>Deletes a function's folder.</summary>
    internal Task<EditOutcome> DeleteAsync(EnvironmentPlace place, Revision? expected, Caller caller, string name, CancellationToken cancellation) =>
        editor.EditAsync(place, RepositoryRole.Functions, expected, caller, (draft, _) =>
        {
            var function = new FunctionDraft(draft, name, []);
            if (!function.Exists) throw new EditNotFoundException(FunctionDraft.Missing(name));
            function.Delete();
            return new($"Delete function {name}");
        }, cancellation);

    /// <summary>Deletes all functions; other files of the repository stay.</summary>
    internal Task<EditOutcome> DeleteAllAsync(EnvironmentPlace place, Revision? expected, Caller caller, CancellationToken cancellation) =>
        editor.EditAsync(place, RepositoryRole.Functions, expected, caller, (draft, _) =>
        {
            string[] names = [.. draft.Paths("").Where(path => DocumentPaths.IsDocument(RepositoryRole.Functions, path)).Select(path => path.Split('/')[0])];
            foreach (var name in names) new FunctionDraft(draft, name, []).Delete();
            return new($"Delete all functions: {string.Join(", ", names)}");
        }, cancellation);

    private Task<(EditOutcome, JsonObject?)> EditAsync(
        EnvironmentPlace place, Revision? expected, Caller caller, string name,
        Func<RepositoryDraft, FunctionDraft, IReadOnlyList<ServerlessService>, string> edit, CancellationToken cancellation) =>
        EditAsync(place, expected, caller, name, (draft, function, others, _) => new ValueTask<string>(edit(draft, function, others)), cancellation);

    private async Task<(EditOutcome Outcome, JsonObject? View)> EditAsync(
        EnvironmentPlace place, Revision? expected, Caller caller, string name,
        Func<RepositoryDraft, FunctionDraft, IReadOnlyList<ServerlessService>, CancellationToken, ValueTask<string>> edit, CancellationToken cancellation)
    {
        JsonObject? view = null;
        var outcome = await editor.EditAsync(place, RepositoryRole.Functions, expected, caller, async (draft, token) =>
        {
            var repository = await ReadAsync(draft.Place, token);
            var others = ServerlessReader.ReadServices(repository.Documents, "functions/", new ProblemList()).Where(other => other.Folder != name).ToList();
            var function = new FunctionDraft(draft, name, others);
            var before = function.Exists ? await function.CheckAsync(token) : [];
            var message = await edit(draft, function, others, token);
            // What is broken may be repaired step by step; it may not be broken further.
            var problems = (await function.CheckAsync(token)).Where(problem => !before.Contains(problem)).ToList();
            if (problems.Count > 0) throw new EditRefusedException(problems);
            view = await function.ViewAsync(token);
            return message;
        }, cancellation);
        return (outcome, view);
    }
}
