namespace GitOps.Gitea.Objects;

/// <summary>A page of a tree.</summary>
/// <param name="Truncated">There are more pages.</param>
/// <param name="TotalCount">Entries in all pages.</param>
public sealed record GitTreePage(string Sha, bool Truncated, int Page, long TotalCount, IReadOnlyList<GitTreeEntry>? Tree = null);
