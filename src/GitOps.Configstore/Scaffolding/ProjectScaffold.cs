using System.Reflection;
using System.Text;
using GitOps.Configstore.Access;
using GitOps.Configstore.Editing;
using GitOps.Configstore.Environments;
using GitOps.Model.Documents;
using GitOps.Model.LunchBadger;
using GitOps.Model.Snapshots;
using GitOps.Model.Validation;

namespace GitOps.Configstore.Scaffolding;

/// <summary>
/// Puts a LoopBack 3 project and a blank <c>lunchbadger.json</c> into a <c>dev</c> repository that has no commit, in one commit. One that has a
/// commit is left alone, also when it got that commit meanwhile: every file is made on condition that it is not there.
/// </summary>
public sealed class ProjectScaffold(RepositoryEditor editor)
{
    private const string Message = "New LunchBadger project";

    /// <summary>Where a file of the folder <c>Files</c> is in the assembly.</summary>
    private const string Prefix = "scaffold/";

    /// <summary>Stands for the project's name in a file.</summary>
    private const string NamePlace = "$NAME";

    /// <summary>Makes the project, or finds that there is something already.</summary>
    /// <returns>A commit, or that nothing was to be done, or why it could not be made.</returns>
    public Task<EditOutcome> EnsureAsync(EnvironmentPlace place, Caller caller, CancellationToken cancellation) =>
        editor.EditAsync(place, RepositoryRole.Dev, expected: null, caller, (draft, _) =>
        {
            if (draft.Repository.Head != Revision.NoCommit) return new("Keep what is there");
            foreach (var (path, text) in Files(draft.Place)) draft.Write(path, text);
            return new(Message);
        }, cancellation);

    private static IEnumerable<(string Path, string Text)> Files(EnvironmentPlace place)
    {
        var name = LunchBadgerDocument.ProjectName(place.Key);
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames().Where(resource => resource.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
            // Named so that it is no ignore file of the folder that it lies in here.
            var path = resource == Prefix + "gitignore" ? ".gitignore" : resource[Prefix.Length..];
            yield return (path, reader.ReadToEnd().Replace(NamePlace, name, StringComparison.Ordinal));
        }
        var document = LunchBadgerText.Open(null, EnvironmentDocuments.ProjectFile, place.Key, new ProblemList())!;
        yield return (LunchBadgerDocument.FileName, document.WithProject(LunchBadgerText.NewProject(name)) + "\n");
    }
}
