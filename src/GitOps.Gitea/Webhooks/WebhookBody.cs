using System.Text;

namespace GitOps.Gitea.Webhooks;

/// <summary>Gets the JSON out of a body of either content type that Gitea sends.</summary>
internal static class WebhookBody
{
    private const string FormType = "application/x-www-form-urlencoded";

    public static bool IsForm(string? contentType) =>
        contentType?.Split(';')[0].Trim().Equals(FormType, StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Decodes a form of the one field <c>payload</c>.</summary>
    public static bool TryDecodeForm(ReadOnlySpan<byte> body, out byte[] payload)
    {
        payload = [];
        var prefix = "payload="u8;
        if (!body.StartsWith(prefix) || body.Contains((byte)'&'))
        {
            return false;
        }

        var decoded = new byte[body.Length - prefix.Length];
        var length = 0;
        for (var rest = body[prefix.Length..]; rest.Length > 0;)
        {
            var taken = 1;
            var value = rest[0] == '+' ? (byte)' ' : rest[0];
            if (rest[0] == '%')
            {
                taken = 3;
                if (rest.Length < taken || !TryHex(rest[1..taken], out value))
                {
                    return false;
                }
            }

            decoded[length++] = value;
            rest = rest[taken..];
        }

        payload = decoded[..length];
        return true;
    }

    private static bool TryHex(ReadOnlySpan<byte> digits, out byte value)
    {
        Span<byte> one = stackalloc byte[1];
        var isHex = Ascii.IsValid(digits)
            && Convert.FromHexString(Encoding.ASCII.GetString(digits), one, out _, out _) == System.Buffers.OperationStatus.Done;
        value = one[0];
        return isHex;
    }
}
