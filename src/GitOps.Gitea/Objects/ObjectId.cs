using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GitOps.Gitea.Objects;

/// <summary>Git's names of objects: 40 lower-case hexadecimal digits (SHA-1) or 64 (SHA-256).</summary>
public static class ObjectId
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    public static bool IsValid([NotNullWhen(true)] string? sha) =>
        sha is { Length: 40 or 64 } && !sha.AsSpan().ContainsAnyExcept(Digits);

    /// <summary>Whether the bytes are the blob of that name, which is the hash of <c>blob &lt;length&gt;\0</c> and the bytes.</summary>
    public static bool IsBlob(ReadOnlySpan<byte> content, string sha) => string.Equals(OfBlob(content, sha.Length), sha, StringComparison.Ordinal);

    /// <summary>The name that git gives to a blob of these bytes.</summary>
    /// <param name="length">Digits of the repository's names: 40 or 64.</param>
    [SuppressMessage("Security", "CA5350", Justification = "Git names its objects by SHA-1; nothing is kept secret by it.")]
    public static string OfBlob(ReadOnlySpan<byte> content, int length)
    {
        using var hash = IncrementalHash.CreateHash(length == 64 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1);
        hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {content.Length}\0")));
        hash.AppendData(content);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <exception cref="ArgumentException">It is none.</exception>
    internal static string Check(string sha) => IsValid(sha)
        ? sha
        : throw new ArgumentException($"'{sha}' is no object id: 40 or 64 lower-case hexadecimal digits.", nameof(sha));
}
