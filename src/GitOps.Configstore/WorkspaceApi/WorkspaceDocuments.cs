using GitOps.Configstore.Access;
using GitOps.Configstore.Editing;
using GitOps.Configstore.Environments;
using GitOps.Configstore.Snapshots;
using GitOps.Model.Snapshots;

namespace GitOps.Configstore.WorkspaceApi;

/// <summary>Reads and edits the LoopBack project in an environment's <c>dev</c> repository.</summary>
public sealed class WorkspaceDocuments(RepositoryEditor editor, SnapshotStore snapshots, DraftValidation validation)
{
    /// <summary>The project at an environment's revision.</summary>
    /// <exception cref="Gitea.Errors.GiteaException">Gitea could not be asked.</exception>
    /// <exception cref="CommitNotFoundException">The commit is gone.</exception>
    internal async Task<Workspace> ReadAsync(EnvironmentPlace place, CancellationToken cancellation) =>
        new(await snapshots.GetAsync(validation.Source(place, RepositoryRole.Dev), cancellation));

    /// <summary>Edits the project in one commit.</summary>
    /// <param name="edit">Changes the project and returns the commit's message. May be called several times, each time with another project.</param>
    internal Task<EditOutcome> EditAsync(EnvironmentPlace place, Revision? expected, Caller caller, Func<Workspace, string> edit, CancellationToken cancellation) =>
        editor.EditAsync(place, RepositoryRole.Dev, expected, caller, async (draft, token) =>
        {
            var workspace = await ReadAsync(draft.Place, token);
            var message = edit(workspace);
            await workspace.WriteToAsync(draft, token);
            return message;
        }, cancellation);
}
