using System.Security.Cryptography;

namespace GitOps.Sandbox.Forge.Api;

/// <summary>A line as in authorized_keys.</summary>
internal static class SshKeyText
{
    /// <summary>The hash of the key, as ssh-keygen prints it.</summary>
    /// <exception cref="ApiException">422: it is no key.</exception>
    public static string Fingerprint(string? line)
    {
        if ((line ?? "").TrimEnd('\n', '\r').AsSpan().ContainsAny('\n', '\r'))
        {
            throw ApiException.Invalid("Invalid key content: only a single line with a single key please");
        }

        var parts = (line ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var blob = new byte[line?.Length ?? 0];
        // RFC 4253, 6.6: the base64 part starts with the length and name of the algorithm that stands before it.
        if (parts.Length < 2 || !Convert.TryFromBase64String(parts[1], blob, out var length) || length < 8 + parts[0].Length)
        {
            throw ApiException.Invalid("Invalid key content: extractTypeFromBase64Key: invalid key format: %!w(<nil>)");
        }

        return "SHA256:" + Convert.ToBase64String(SHA256.HashData(blob.AsSpan(0, length))).TrimEnd('=');
    }
}
