namespace GitOps.Gitea.Objects;

/// <summary>A commit's parent.</summary>
public sealed record CommitParent(string Sha);
