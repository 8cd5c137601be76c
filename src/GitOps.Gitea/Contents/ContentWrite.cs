namespace GitOps.Gitea.Contents;

/// <summary>One file's new content.</summary>
/// <param name="Content">Base64.</param>
/// <param name="Sha">The blob that is replaced; null creates, and fails when the file is there.</param>
/// <param name="Branch">Null stands for the default branch.</param>
public sealed record ContentWrite(
    string Content, string Message, string? Sha = null, string? Branch = null, CommitIdentity? Author = null, CommitIdentity? Committer = null);
