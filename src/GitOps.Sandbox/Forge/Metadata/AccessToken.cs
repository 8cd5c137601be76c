using System.Security.Cryptography;
using System.Text;

namespace GitOps.Sandbox.Forge.Metadata;

/// <summary>A token that signs its owner in within its scopes. The token itself is not kept, only its SHA-256.</summary>
internal sealed record AccessToken
{
    public required long Id { get; init; }

    public required long OwnerId { get; init; }

    public required string Name { get; init; }

    public required string Hash { get; init; }

    public required string LastEight { get; init; }

    public required string[] Scopes { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>Forty random hexadecimal digits, as Gitea's tokens are.</summary>
    public static string NewSecret() => RandomNumberGenerator.GetHexString(40, lowercase: true);

    // A token has 160 random bits: a plain hash cannot be guessed back, and can be looked up.
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
