using System.Globalization;
using System.Text;

namespace GitOps.Configstore.Editing;

/// <summary>Makes a line of a text that may hold what a tenant typed: nobody can write a second line, a trailer or an escape sequence into a commit.</summary>
public static class CommitMessage
{
    private const int MaxLength = 500;

    /// <summary>One line, at most some hundred characters, never empty.</summary>
    public static string Clean(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length >= MaxLength)
            {
                line.Append('…');
                break;
            }
            var isBlank = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                || rune.Value is (>= 0x202a and <= 0x202e) or (>= 0x2066 and <= 0x2069);
            if (isBlank) line.Append(' ');
            else line.Append(rune.ToString());
        }
        var message = line.ToString().Trim();
        return message.Length == 0 ? "Change" : message;
    }
}
