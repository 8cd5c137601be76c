using System.Security.Cryptography;

namespace GitOps.Sandbox.Cluster.Registry;

/// <summary>Names for <c>generateName</c>: the prefix and five characters that make no words.</summary>
internal static class NameGenerator
{
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";
    private const int SuffixLength = 5;
    private const int MaximumPrefix = 63 - SuffixLength;

    public static string Generate(string prefix) =>
        (prefix.Length > MaximumPrefix ? prefix[..MaximumPrefix] : prefix) + RandomNumberGenerator.GetString(Alphabet, SuffixLength);

    /// <summary>Encodes a hash in the same alphabet, as controllers do for <c>pod-template-hash</c>.</summary>
    public static string Encode(ulong hash) => string.Concat(hash.ToString(System.Globalization.CultureInfo.InvariantCulture)
        .Select(digit => Alphabet[digit % Alphabet.Length]));
}
