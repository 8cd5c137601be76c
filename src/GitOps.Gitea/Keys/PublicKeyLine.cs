using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace GitOps.Gitea.Keys;

/// <summary>
/// Reads a public key as it stands in authorized_keys: one line of type, key and comment. Options before the type, further lines, and
/// characters that some reader of that file could take for the end of the line are refused, not cut off.
/// </summary>
public static class PublicKeyLine
{
    /// <summary>Characters of a line: an RSA key of 16384 bits has less than 3000.</summary>
    public const int MaxLength = 8192;

    private static readonly string[] Types =
    [
        "ssh-ed25519", "ssh-rsa", "ssh-dss", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
        "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com",
    ];

    /// <param name="text">What was sent; a line feed at its end is that of the file it comes from.</param>
    /// <param name="line">The line, with one space between its parts.</param>
    /// <param name="reason">What is wrong, to go behind the name of the field.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out string? line, [NotNullWhen(false)] out string? reason)
    {
        line = null;
        reason = null;
        var trimmed = (text ?? "").TrimEnd('\r', '\n', ' ').TrimStart(' ');
        if (trimmed.Length is 0 or > MaxLength)
        {
            reason = trimmed.Length == 0 ? "is missing" : $"has {trimmed.Length} characters; a key has at most {MaxLength}";
        }
        else if (trimmed.Any(BreaksLines))
        {
            reason = "must be one line without control characters: type, key and comment, as in authorized_keys";
        }
        else
        {
            var parts = trimmed.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
            if (!Types.Contains(parts[0], StringComparer.Ordinal))
            {
                reason = "must begin with the key's type, such as ssh-ed25519; options are not taken";
            }
            else if (parts.Length < 2 || !IsKey(parts[1], parts[0]))
            {
                reason = $"holds no key of type {parts[0]}";
            }
            else
            {
                line = string.Join(' ', parts).TrimEnd();
            }
        }

        return line is not null;
    }

    /// <summary>Whether a text can stand in a line: a title or comment that holds none of what ends one somewhere.</summary>
    public static bool IsOneLine(string text) => !text.Any(BreaksLines);

    private static bool BreaksLines(char character) => char.IsControl(character) || character is '\u2028' or '\u2029';

    // RFC 4253, 6.6: the key begins with the length and name of the algorithm that stands before it.
    private static bool IsKey(string base64, string type)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length)
            && length > 4 + type.Length
            && BinaryPrimitives.ReadInt32BigEndian(bytes) == type.Length
            && Encoding.ASCII.GetString(bytes, 4, type.Length) == type;
    }
}
