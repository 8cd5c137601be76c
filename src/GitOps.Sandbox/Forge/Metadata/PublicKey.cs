namespace GitOps.Sandbox.Forge.Metadata;

/// <summary>An SSH public key of a user.</summary>
internal sealed record PublicKey
{
    public required long Id { get; init; }

    public required long OwnerId { get; init; }

    public required string Title { get; init; }

    public required string Content { get; init; }

    /// <summary><c>SHA256:</c> and the unpadded base64 of the key's hash, as ssh-keygen prints it.</summary>
    public required string Fingerprint { get; init; }

    public bool IsReadOnly { get; init; }

    public required DateTimeOffset Created { get; init; }
}
