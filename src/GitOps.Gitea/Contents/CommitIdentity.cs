namespace GitOps.Gitea.Contents;

/// <summary>Who a commit is by.</summary>
public sealed record CommitIdentity(string Name, string Email);
