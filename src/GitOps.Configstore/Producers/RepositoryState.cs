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

    /// <summary>The branches of further environments.</summary>
    public EnvironmentBranches Environments { get; init; } = EnvironmentBranches.None;

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>What of the repository could not be followed, for people: why <see cref="Head"/> is older than what Gitea has, or which branches are no environments.</summary>
    public string? Problem { get; init; }

    /// <summary>The commit of an environment; null when the repository has no branch for it.</summary>
    public string? HeadOf(EnvironmentName environment) => environment == EnvironmentName.Dev ? Head : Environments.Find(environment);

    /// <summary>The same with another commit for an environment.</summary>
    public RepositoryState WithHead(EnvironmentName environment, string commit) => environment == EnvironmentName.Dev
        ? this with { Head = commit }
        : this with { Environments = Environments.With(environment, commit) };
}
