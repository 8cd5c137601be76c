namespace GitOps.Gitea.Statuses;

/// <summary>A status of a commit.</summary>
/// <param name="Status">Text, not <see cref="CommitState"/>: Gitea stores what it is sent, unknown words too.</param>
public sealed record CommitStatus(
    long Id, string Status, string Context = "", string Description = "", string TargetUrl = "", DateTimeOffset UpdatedAt = default);
