using System.Security.Cryptography;
using System.Text;

namespace GitOps.Gitea.Webhooks;

/// <summary>
/// Checks that a delivery comes from who knows the secret, in constant time and before anything of it is parsed. Either
/// of the two signature headers is enough; every one that is there must be right.
/// </summary>
public static class WebhookSignature
{
    private const string HubPrefix = "sha256=";

    /// <summary>Whether the signatures that are there could be right: told before the body is read, which alone can show that they are.</summary>
    public static bool HasForm(WebhookHeaders headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        return (headers.Signature is not null || headers.HubSignature256 is not null)
            && (headers.Signature is null || IsHash(headers.Signature))
            && (headers.HubSignature256 is null || (headers.HubSignature256.StartsWith(HubPrefix, StringComparison.Ordinal) && IsHash(headers.HubSignature256.AsSpan(HubPrefix.Length))));
    }

    /// <param name="secret">As the hook was made with; not empty.</param>
    /// <param name="rawBody">The body's bytes as they came.</param>
    public static WebhookVerdict Verify(string secret, ReadOnlySpan<byte> rawBody, WebhookHeaders headers)
    {
        ArgumentException.ThrowIfNullOrEmpty(secret);
        ArgumentNullException.ThrowIfNull(headers);
        if (WebhookBody.IsForm(headers.ContentType))
        {
            // Gitea signs the JSON inside the form, not the form.
            return WebhookBody.TryDecodeForm(rawBody, out var payload) ? VerifyPayload(secret, payload, headers) : WebhookVerdict.Malformed;
        }

        return VerifyPayload(secret, rawBody, headers);
    }

    private static WebhookVerdict VerifyPayload(string secret, ReadOnlySpan<byte> payload, WebhookHeaders headers)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), payload, expected);
        var gitea = Check(headers.Signature, expected);
        var hub = headers.HubSignature256 is { } text && !text.StartsWith(HubPrefix, StringComparison.Ordinal)
            ? WebhookVerdict.Malformed
            : Check(headers.HubSignature256?[HubPrefix.Length..], expected);
        if (gitea == WebhookVerdict.Missing)
        {
            return hub;
        }

        return hub is WebhookVerdict.Missing or WebhookVerdict.Genuine ? gitea : hub;
    }

    private static bool IsHash(ReadOnlySpan<char> text)
    {
        if (text.Length != 2 * HMACSHA256.HashSizeInBytes) return false;
        foreach (var digit in text)
        {
            if (!char.IsAsciiHexDigit(digit)) return false;
        }
        return true;
    }

    private static WebhookVerdict Check(string? signature, ReadOnlySpan<byte> expected)
    {
        if (string.IsNullOrEmpty(signature))
        {
            return WebhookVerdict.Missing;
        }

        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (signature.Length != 2 * given.Length
            || Convert.FromHexString(signature, given, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return WebhookVerdict.Malformed;
        }

        return CryptographicOperations.FixedTimeEquals(given, expected) ? WebhookVerdict.Genuine : WebhookVerdict.Wrong;
    }
}
