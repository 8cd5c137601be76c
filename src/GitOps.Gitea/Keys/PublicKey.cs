namespace GitOps.Gitea.Keys;

/// <summary>An SSH public key of a user. (<c>Key</c> is the authorized_keys line, <c>Fingerprint</c> its SHA-256.)</summary>
public sealed record PublicKey(long Id, string Key, string Title, string Fingerprint = "", bool ReadOnly = false, DateTimeOffset CreatedAt = default);
