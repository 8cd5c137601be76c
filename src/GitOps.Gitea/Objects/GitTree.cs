namespace GitOps.Gitea.Objects;

/// <summary>All entries of a tree and of the trees below it.</summary>
/// <param name="Sha">The commit or tree that was asked for, as Gitea resolved it.</param>
public sealed record GitTree(string Sha, IReadOnlyList<GitTreeEntry> Entries);
