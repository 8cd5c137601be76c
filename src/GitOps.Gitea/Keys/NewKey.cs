namespace GitOps.Gitea.Keys;

/// <summary>An SSH public key to be added. The same key can belong to one user only, or to repositories.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Key">A line as in authorized_keys.</param>
/// <param name="ReadOnly">Of a repository's key: whether it may only read.</param>
public sealed record NewKey(string Title, string Key, bool ReadOnly = false);
