namespace GitOps.Sandbox.Forge.Metadata;

/// <summary>An SSH public key of one repository. The same key may be of several repositories, but of no user.</summary>
internal sealed record DeployKey
{
    public required long Id { get; init; }

    /// <summary>The same for the same key in another repository; of the numbers of users' keys.</summary>
    public required long KeyId { get; init; }

    public required long RepositoryId { get; init; }

    public required string Title { get; init; }

    public required string Content { get; init; }

    /// <summary><c>SHA256:</c> and the unpadded base64 of the key's hash, as ssh-keygen prints it.</summary>
    public required string Fingerprint { get; init; }

    public bool IsReadOnly { get; init; }

    public required DateTimeOffset Created { get; init; }
}
