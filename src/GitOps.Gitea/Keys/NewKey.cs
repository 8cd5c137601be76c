namespace GitOps.Gitea.Keys;

/// <summary>An SSH public key to be added. The same key can belong to one user only.</summary>
public sealed record NewKey(string Title, string Key, bool ReadOnly = false);
