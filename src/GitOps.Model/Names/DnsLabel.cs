namespace GitOps.Model.Names;

/// <summary>The one rule that every name of the house obeys: an RFC 1123 label, lower case, of bounded length.</summary>
public static class DnsLabel
{
    /// <summary>Says why <paramref name="text"/> is no label of at most <paramref name="maxLength"/> characters; null when it is one.</summary>
    public static string? Violation(string? text, int maxLength)
    {
        if (string.IsNullOrEmpty(text)) return "is empty";
        if (text.Length > maxLength) return $"has {text.Length} characters, {maxLength} are allowed";
        if (text[0] == '-' || text[^1] == '-') return "starts or ends with a hyphen";
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
                return "may hold only a-z, 0-9 and hyphens";
        }
        return null;
    }
}
