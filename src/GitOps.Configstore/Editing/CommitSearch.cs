using GitOps.Configstore.Environments;
using GitOps.Configstore.Snapshots;
using GitOps.Gitea;
using GitOps.Gitea.Errors;
using GitOps.Model.Snapshots;

namespace GitOps.Configstore.Editing;

/// <summary>Finds out whether a commit was made although its answer was lost.</summary>
public sealed class CommitSearch(GiteaClient gitea, SnapshotStore snapshots)
{
    /// <summary>Commits looked at: as many others cannot have come within the time of one call.</summary>
    private const int MaxCommits = 100;

    /// <summary>
    /// The commit on a branch, after the one that it was made upon, that has the message and leaves the files as they were to be left;
    /// null when there is none.
    /// </summary>
    /// <exception cref="GiteaException">It cannot be known.</exception>
    internal async Task<string?> FindAsync(RepositoryPlace repository, CommitAttempt attempt, CancellationToken cancellation)
    {
        if (repository.Head == attempt.Base || repository.Head == Revision.NoCommit) return null;
        var seen = 0;
        await foreach (var commit in gitea.Objects.StreamHistoryAsync(repository.Name, repository.Head, path: null, cancellation))
        {
            if (commit.Sha == attempt.Base || ++seen > MaxCommits) return null;
            if (commit.Details.Message.TrimEnd() == attempt.Message && await HoldsAsync(repository, commit.Sha, attempt, cancellation)) return commit.Sha;
        }
        return null;
    }

    private async Task<bool> HoldsAsync(RepositoryPlace repository, string commit, CommitAttempt attempt, CancellationToken cancellation)
    {
        var source = new RepositoryAtCommit(repository.Name, repository.Id, repository.Role, repository.Branch, commit);
        var blobs = (await snapshots.GetManifestAsync(source, cancellation)).Files.ToDictionary(file => file.Path, file => file.Sha, StringComparer.Ordinal);
        return attempt.Changes.All(change => blobs.GetValueOrDefault(change.Path) == change.After);
    }
}
