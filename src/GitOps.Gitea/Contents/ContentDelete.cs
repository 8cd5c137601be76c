namespace GitOps.Gitea.Contents;

/// <summary>One file's deletion.</summary>
/// <param name="Sha">The blob that goes.</param>
public sealed record ContentDelete(
    string Sha, string Message, string? Branch = null, CommitIdentity? Author = null, CommitIdentity? Committer = null);
