namespace GitOps.Gitea.Keys;

/// <summary>An SSH public key of one repository.</summary>
/// <param name="Id">Of the key in its repository.</param>
/// <param name="KeyId">Of the key itself, among users' keys and the keys of all repositories.</param>
/// <param name="Key">The authorized_keys line.</param>
/// <param name="Title">Unique in the repository.</param>
/// <param name="Fingerprint">Its SHA-256.</param>
/// <param name="ReadOnly">Whether it opens the repository for reading alone.</param>
/// <param name="CreatedAt">When it was added.</param>
public sealed record DeployKey(long Id, long KeyId, string Key, string Title, string Fingerprint = "", bool ReadOnly = false, DateTimeOffset CreatedAt = default);
