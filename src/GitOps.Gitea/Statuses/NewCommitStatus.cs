namespace GitOps.Gitea.Statuses;

/// <summary>A status to be put on a commit.</summary>
/// <param name="Context">What it is about; a later status of the same context takes this one's place.</param>
public sealed record NewCommitStatus(CommitState State, string Context, string Description, string? TargetUrl = null);
