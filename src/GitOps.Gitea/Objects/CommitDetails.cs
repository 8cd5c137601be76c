namespace GitOps.Gitea.Objects;

/// <summary>What a commit says.</summary>
public sealed record CommitDetails(string Message, CommitSignature? Author = null, CommitSignature? Committer = null);
