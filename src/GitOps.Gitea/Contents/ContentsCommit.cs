namespace GitOps.Gitea.Contents;

/// <summary>A commit of several files: all of them change or none does.</summary>
/// <param name="Branch">Null stands for the default branch.</param>
public sealed record ContentsCommit(
    IReadOnlyList<FileChange> Files, string Message, string? Branch = null, CommitIdentity? Author = null, CommitIdentity? Committer = null);
