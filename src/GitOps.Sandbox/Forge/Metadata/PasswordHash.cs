using System.Security.Cryptography;

namespace GitOps.Sandbox.Forge.Metadata;

/// <summary>A password as it may lie on disk: PBKDF2-HMAC-SHA256 with its own salt.</summary>
internal sealed record PasswordHash(byte[] Salt, byte[] Hash, int Iterations)
{
    private const int DefaultIterations = 20_000;

    public static PasswordHash Of(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        return new PasswordHash(salt, Derive(password, salt, DefaultIterations), DefaultIterations);
    }

    public bool Matches(string password) => CryptographicOperations.FixedTimeEquals(Hash, Derive(password, Salt, Iterations));

    public override string ToString() => "(password hash)";

    private static byte[] Derive(string password, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA256, 32);
}
