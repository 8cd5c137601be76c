namespace GitOps.Gitea.Contents;

/// <summary>A file to be created.</summary>
/// <param name="Content">Base64.</param>
/// <param name="Branch">Null stands for the default branch.</param>
public sealed record NewContent(
    string Content, string Message, string? Branch = null, CommitIdentity? Author = null, CommitIdentity? Committer = null);
