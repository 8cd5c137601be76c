using GitOps.Model.Snapshots;

namespace GitOps.Configstore.Producers;

/// <summary>What is known of one of a producer's repositories.</summary>
/// <param name="Id">Gitea's id: a repository that is deleted and made again has another one.</param>
/// <param name="Name">Such as <c>dev</c>.</param>
/// <param name="Branch">The default branch.</param>
/// <param name="Head">The commit that the default branch points to; <see cref="Revision.NoCommit"/> while the repository is empty.</param>
public sealed record RepositoryState(long Id, string Name, string Branch, string Head)
{
    /// <summary>
    /// Gitea's <c>updated_at</c> for which <see cref="Head"/> is certain: read again after that second was over. Null while it is not.
    /// As long as Gitea says this time, the branch needs no reading, also after a restart.
    /// </summary>
    public DateTimeOffset? SettledAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Why <see cref="Head"/> is older than what Gitea has, for people; null when it is not.</summary>
    public string? Problem { get; init; }
}
