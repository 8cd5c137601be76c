using System.Text.Json.Nodes;
using GitOps.Configstore.Access;
using GitOps.Configstore.Editing;
using GitOps.Configstore.Environments;
using GitOps.Configstore.Snapshots;
using GitOps.Gitea.Errors;
using GitOps.Model.Documents;
using GitOps.Model.LunchBadger;
using GitOps.Model.Snapshots;
using GitOps.Model.Validation;

namespace GitOps.Configstore.ProjectApi;

/// <summary>
/// Reads and edits the project in an environment's <c>lunchbadger.json</c>. Everything that an edit does not touch stays byte for
/// byte. That only operators switch an environment off or on is <see cref="DraftValidation"/>'s to say.
/// </summary>
public sealed class ProjectDocuments(RepositoryEditor editor, SnapshotStore snapshots, DraftValidation validation)
{
    private const string Disabled = "disabled";

    /// <summary>The document at an environment's revision.</summary>
    /// <exception cref="EditRefusedException">It cannot be read as one; the problems say why.</exception>
    /// <exception cref="GiteaException">Gitea could not be asked.</exception>
    /// <exception cref="CommitNotFoundException">The commit is gone.</exception>
    public async Task<LunchBadgerText> ReadAsync(EnvironmentPlace place, CancellationToken cancellation)
    {
        var snapshot = await snapshots.GetAsync(validation.Source(place, RepositoryRole.Dev), cancellation);
        var unreadable = snapshot.Problems.Where(problem => problem.File == EnvironmentDocuments.ProjectFile).ToList();
        if (unreadable.Count > 0) throw new EditRefusedException(unreadable);
        return Open(snapshot.Documents.GetValueOrDefault(LunchBadgerDocument.FileName), place);
    }

    /// <summary>Edits the project in one commit.</summary>
    /// <param name="edit">Gives the project that there is to be, and the commit's message. May be called several times; must leave what it is given as it is.</param>
    public Task<EditOutcome> EditAsync(
        EnvironmentPlace place, Revision? expected, Caller caller, Func<LunchBadgerText, (JsonObject Project, string Message)> edit, CancellationToken cancellation) =>
        EditTextAsync(place, expected, caller, document =>
        {
            var (project, message) = edit(document);
            return (document.WithProject(project), message);
        }, cancellation);

    /// <summary>Sets the flags that switch an environment off; null leaves one as it is.</summary>
    public Task<EditOutcome> SwitchAsync(
        EnvironmentPlace place, Revision? expected, Caller caller, bool? besideModels, bool? inside, CancellationToken cancellation) =>
        EditTextAsync(place, expected, caller, document =>
        {
            var text = besideModels is { } flag ? document.WithDisabledBesideModels(flag ? true : null) : null;
            if (inside is { } own)
            {
                var switched = text is null ? document : Open(text, place);
                if (switched.Project is null) throw new EditNotFoundException(NoProject(place));
                var project = (JsonObject)switched.Project.DeepClone();
                if (own) project[Disabled] = true;
                else project.Remove(Disabled);
                text = switched.WithProject(project);
            }
            return (text!, $"{(besideModels == true || inside == true ? "Disable" : "Enable")} {place.Key}");
        }, cancellation);

    /// <summary>Removes the project, unless <paramref name="isMeant"/> says that it is another.</summary>
    public Task<EditOutcome> DeleteAsync(
        EnvironmentPlace place, Revision? expected, Caller caller, Func<LunchBadgerText, bool> isMeant, CancellationToken cancellation) =>
        editor.EditAsync(place, RepositoryRole.Dev, expected, caller, async (draft, token) =>
        {
            var text = await draft.ReadAsync(LunchBadgerDocument.FileName, token);
            var document = Open(text, draft.Place);
            if (text is null || !isMeant(document)) return "Delete nothing";
            draft.Write(LunchBadgerDocument.FileName, document.WithoutProject());
            return "Delete the project";
        }, cancellation);

    /// <summary>What is said when nothing is stored yet.</summary>
    public static string NoProject(EnvironmentPlace place) => $"Environment {place.Key} has no project yet: PUT one, or add the first entity.";

    private Task<EditOutcome> EditTextAsync(
        EnvironmentPlace place, Revision? expected, Caller caller, Func<LunchBadgerText, (string Text, string Message)> edit, CancellationToken cancellation) =>
        editor.EditAsync(place, RepositoryRole.Dev, expected, caller, async (draft, token) =>
        {
            var (text, message) = edit(Open(await draft.ReadAsync(LunchBadgerDocument.FileName, token), draft.Place));
            draft.Write(LunchBadgerDocument.FileName, text);
            return message;
        }, cancellation);

    private static LunchBadgerText Open(string? text, EnvironmentPlace place)
    {
        var problems = new ProblemList();
        return LunchBadgerText.Open(text, EnvironmentDocuments.ProjectFile, place.Key, problems) ?? throw new EditRefusedException(problems.Problems);
    }
}
