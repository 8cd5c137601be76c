using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using GitOps.Model.Names;

namespace GitOps.Model.Pods;

/// <summary>
/// The tokens by which pods of the system's own components show the configstore whose they are: <c>pod.app.producer.project.environment.mac</c>
/// with an HMAC-SHA-256 (RFC 2104) over what stands before it. Nothing is stored: actualizer and configstore know the same key. Several
/// keys let one be replaced: the first makes tokens, all of them are believed.
/// </summary>
public sealed class PodTokens
{
    private const string Kind = "pod";
    private const char Separator = '.';

    private readonly byte[][] _keys;

    /// <param name="keys">Comma-separated, the newest first; empty: there are no tokens.</param>
    public PodTokens(string keys) =>
        _keys = [.. keys.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Encoding.UTF8.GetBytes)];

    /// <summary>Pattern of the setting that holds the keys.</summary>
    public const string KeysPattern = "^([!-+.-~-]{32,}(,[!-+.-~-]{32,})*)?$";

    /// <summary>Whether there is a key, and so tokens.</summary>
    public bool Exist => _keys.Length > 0;

    /// <exception cref="InvalidOperationException">There is no key.</exception>
    public string Of(PodIdentity pod)
    {
        if (!Exist) throw new InvalidOperationException("There is no key to make tokens with.");
        var claim = string.Join(Separator, Kind, pod.App, pod.Environment.Producer, pod.Environment.Project, pod.Environment.Environment);
        return $"{claim}{Separator}{Base64Url.EncodeToString(Mac(_keys[0], claim))}";
    }

    /// <summary>Whether a text looks like such a token, true or not.</summary>
    public static bool IsMeant(string token) => token.StartsWith($"{Kind}{Separator}", StringComparison.Ordinal);

    /// <summary>The pod that a token was made for; false when it was made with none of the keys.</summary>
    public bool TryRead(string token, [NotNullWhen(true)] out PodIdentity? pod)
    {
        pod = null;
        var end = token.LastIndexOf(Separator);
        if (end < 0 || !IsMadeHere(token[..end], token.AsSpan(end + 1))) return false;
        var parts = token[..end].Split(Separator);
        if (parts.Length != 5 || parts[0] != Kind || !EnvironmentKey.TryParse(string.Join('/', parts[2..]), null, out var environment)) return false;
        pod = new PodIdentity(parts[1], environment);
        return true;
    }

    private bool IsMadeHere(string claim, ReadOnlySpan<char> mac)
    {
        Span<byte> shown = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (mac.Length != Base64Url.GetEncodedLength(shown.Length) || Base64Url.DecodeFromChars(mac, shown, out _, out var length) != OperationStatus.Done || length != shown.Length) return false;
        var known = false;
        foreach (var key in _keys) known |= CryptographicOperations.FixedTimeEquals(Mac(key, claim), shown);
        return known;
    }

    private static byte[] Mac(byte[] key, string claim) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(claim));
}
