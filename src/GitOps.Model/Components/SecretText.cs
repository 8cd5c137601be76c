using System.Security.Cryptography;
using System.Text;

namespace GitOps.Model.Components;

/// <summary>A secret that cannot be printed by accident. Making one is slow on purpose (some 10 ms): make it once and share it.</summary>
public sealed class SecretText
{
    // Fingerprints stand in annotations that more people can read than the secret itself, so guessing must cost.
    private const int Stretching = 100_000;

    private readonly string _value;

    public SecretText(string value)
        : this(value, Rfc2898DeriveBytes.Pbkdf2(value, "gitops secret fingerprint"u8.ToArray(), Stretching, HashAlgorithmName.SHA256, 32))
    {
    }

    private SecretText(string value, byte[] fingerprint)
    {
        _value = value;
        Fingerprint = Convert.ToHexStringLower(fingerprint);
    }

    /// <summary>Differs when the secret differs, and tells nothing else of it.</summary>
    public string Fingerprint { get; }

    /// <summary>A secret that nobody can guess, such as a token of this system: no need to make guessing slow.</summary>
    public static SecretText Random(string value) => new(value, SHA256.HashData(Encoding.UTF8.GetBytes(value)));

    /// <summary>The secret itself as UTF-8, for the one place that needs it.</summary>
    public byte[] Reveal() => Encoding.UTF8.GetBytes(_value);

    public override string ToString() => "(secret)";
}
