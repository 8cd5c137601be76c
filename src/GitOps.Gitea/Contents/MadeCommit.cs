namespace GitOps.Gitea.Contents;

/// <summary>The commit that a write made.</summary>
public sealed record MadeCommit(string Sha, string Message = "");
