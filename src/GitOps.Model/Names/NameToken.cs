using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace GitOps.Model.Names;

/// <summary>
/// The last part of a name that must be nobody else's: 17 characters, <c>x</c> and 80 bits of SHA-256 in lower-case base32hex (RFC 4648).
/// Longer than any environment name or gateway instance, so that neither can pass for one.
/// </summary>
public static class NameToken
{
    public const int Length = 1 + Digits;

    private const char Mark = 'x';
    private const int Digits = 16;
    private const int BitsPerDigit = 5;
    private const string Alphabet = "0123456789abcdefghijklmnopqrstuv";

    private static readonly SearchValues<char> Characters = SearchValues.Create(Alphabet);

    public static string Of(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        Span<char> token = stackalloc char[Length];
        token[0] = Mark;
        for (var digit = 0; digit < Digits; digit++)
        {
            var value = 0;
            for (var bit = digit * BitsPerDigit; bit < (digit + 1) * BitsPerDigit; bit++) value = (value << 1) | ((hash[bit / 8] >> (7 - (bit % 8))) & 1);
            token[digit + 1] = Alphabet[value];
        }
        return new string(token);
    }

    /// <summary>Whether a text could be mistaken for a token.</summary>
    public static bool HasShapeOf(ReadOnlySpan<char> text) =>
        text.Length == Length && text[0] == Mark && text[1..].IndexOfAnyExcept(Characters) < 0;
}
