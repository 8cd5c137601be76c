using System.Globalization;

namespace GitOps.Model.Hosts;

/// <summary>
/// Labels of hosts that stand for words in other scripts (<c>xn--bcher-kva</c>). Taken only where every program agrees about them: letters,
/// digits and marks that no mapping changes (UTS 46), written right to left as a whole or not at all.
/// </summary>
internal static class Punycode
{
    private const string Prefix = "xn--";

    private static readonly IdnMapping Mapping = new() { UseStd3AsciiRules = false };

    // Letters, digits and marks that UTS 46 maps to others, forbids, or that stand for others put together.
    private static readonly (char First, char Last)[] Mapped =
    [
        ('\u00AA', '\u00AA'), ('\u00BA', '\u00BA'), ('\u0132', '\u0133'), ('\u013F', '\u0140'), ('\u0149', '\u0149'), ('\u017F', '\u017F'), ('\u01C4', '\u01CC'),
        ('\u01F1', '\u01F3'), ('\u02B0', '\u036F'), ('\u0374', '\u037A'), ('\u03D0', '\u03D6'), ('\u03F0', '\u03F5'), ('\u0587', '\u0587'), ('\u0675', '\u0678'),
        ('\u0958', '\u095F'), ('\u09DC', '\u09DF'), ('\u0A33', '\u0A36'), ('\u0A59', '\u0A5E'), ('\u0B5C', '\u0B5D'), ('\u0E33', '\u0E33'), ('\u0EB3', '\u0EB3'),
        ('\u0EDC', '\u0EDD'), ('\u0F00', '\u0FFF'), ('\u10FC', '\u10FC'), ('\u1100', '\u11FF'), ('\u13F8', '\u13FF'), ('\u17B4', '\u17B5'), ('\u180B', '\u180F'), ('\u1C80', '\u1C8F'),
        ('\u1D2C', '\u1DFF'), ('\u1E9A', '\u1E9F'), ('\u1F71', '\u1F7D'), ('\u1F80', '\u1FFF'), ('\u2000', '\u2C5F'), ('\u2C7C', '\u2C7D'), ('\u2DE0', '\u2DFF'),
        ('\u3099', '\u309F'), ('\u30FF', '\u30FF'), ('\u3131', '\u33FF'), ('\uA66F', '\uA66F'), ('\uA69C', '\uA69D'), ('\uA6F0', '\uA6F1'), ('\uA770', '\uA770'), ('\uA7C0', '\uA7FF'), ('\uA960', '\uA97F'),
        ('\uAB53', '\uABBF'), ('\uD7B0', '\uFFFF'),
    ];

    public static bool AreReadable(IReadOnlyList<string> labels)
    {
        var rightToLeft = false;
        foreach (var label in labels.Where(IsPunycode))
        {
            if (Decode(label) is not { } word || !IsWord(word)) return false;
            rightToLeft |= word.Any(IsRightToLeft);
        }
        // Beside a word from right to left, other labels begin with a letter (RFC 5893).
        return !rightToLeft || labels.All(label => IsPunycode(label) || char.IsAsciiLetter(label[0]));
    }

    private static bool IsPunycode(string label) => label.StartsWith(Prefix, StringComparison.Ordinal);

    private static string? Decode(string label)
    {
        try
        {
            var word = Mapping.GetUnicode(label);
            return Mapping.GetAscii(word) == label ? word : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsWord(string word)
    {
        if (IsMark(word[0])) return false;
        for (var i = 0; i < word.Length; i++)
        {
            var c = word[i];
            if (char.IsAscii(c) ? !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-' : !IsUnchanged(c)) return false;
            // A mark makes one letter with those of Latin, Greek and Cyrillic.
            if (IsMark(c) && word[i - 1] < '\u0590') return false;
        }
        return word.Any(IsRightToLeft) ? word.All(c => IsRightToLeft(c) && char.IsLetter(c)) : true;
    }

    private static bool IsUnchanged(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber
        && char.ToLowerInvariant(c) == c
        && !Mapped.Any(range => c >= range.First && c <= range.Last);

    private static bool IsMark(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsRightToLeft(char c) => c is >= '\u0590' and <= '\u08FF';
}
