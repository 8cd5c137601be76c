namespace GitOps.Gitea.Contents;

/// <summary>A file's new content.</summary>
/// <param name="Content">Base64.</param>
/// <param name="Sha">The blob that is replaced.</param>
/// <param name="Branch">Null stands for the default branch.</param>
public sealed record ContentUpdate(
    string Content, string Message, string Sha, string? Branch = null, CommitIdentity? Author = null, CommitIdentity? Committer = null);
