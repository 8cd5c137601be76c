namespace GitOps.Gitea.Contents;

/// <summary>What writing one file made.</summary>
/// <param name="Content">The file now; null after a deletion.</param>
public sealed record FileCommitted(MadeCommit Commit, ContentEntry? Content = null);
