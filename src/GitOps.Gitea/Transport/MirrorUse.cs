namespace GitOps.Gitea.Transport;

/// <summary>A mirror on disk.</summary>
/// <param name="Repository">Of which repository, in lower case.</param>
/// <param name="Bytes">What it takes.</param>
/// <param name="LastUsed">When something was read from it, in UTC.</param>
public sealed record MirrorUse(RepositoryName Repository, long Bytes, DateTime LastUsed);
