namespace GitOps.Gitea.Contents;

/// <summary>What writing several files made. A deleted file is null in the list.</summary>
public sealed record FilesCommitted(MadeCommit Commit, IReadOnlyList<ContentEntry?>? Files = null);
