using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.RegularExpressions;

namespace GitOps.Model.Hosts;

/// <summary>A host as a program calls it: a name in lower-case ASCII without a dot at its end, or an address.</summary>
public sealed partial record CalledHost
{
    private const int MaxName = 253;
    private const int MaxLabel = 63;

    private CalledHost(string name, IPAddress? address) => (Name, Address) = (name, address);

    /// <summary>The name; of an address, its usual form.</summary>
    public string Name { get; }

    /// <summary>Null for a name.</summary>
    public IPAddress? Address { get; }

    public override string ToString() => Name;

    /// <summary>Reads a host that stands alone, such as a setting's.</summary>
    /// <param name="violation">Why programs could read it differently, as the end of a sentence.</param>
    public static bool TryRead(string text, [NotNullWhen(true)] out CalledHost? host, [NotNullWhen(false)] out string? violation) =>
        text.Contains(':', StringComparison.Ordinal) ? TryReadV6(text, out host, out violation) : TryReadNameOrV4(text, out host, out violation);

    /// <summary>Reads the host of a URL, where an IPv6 address stands in brackets.</summary>
    internal static bool TryReadOfUrl(string text, [NotNullWhen(true)] out CalledHost? host, [NotNullWhen(false)] out string? violation) =>
        text is ['[', .. var inner, ']'] ? TryReadV6(inner, out host, out violation) : TryReadNameOrV4(text, out host, out violation);

    private static bool TryReadV6(string text, [NotNullWhen(true)] out CalledHost? host, [NotNullWhen(false)] out string? violation)
    {
        host = V6().IsMatch(text) && IPAddress.TryParse(text, out var address) ? new CalledHost(address.ToString(), address) : null;
        violation = host is null ? "its host is no IPv6 address: eight groups of hexadecimal digits, without a zone" : null;
        return host is not null;
    }

    private static bool TryReadNameOrV4(string text, [NotNullWhen(true)] out CalledHost? host, [NotNullWhen(false)] out string? violation)
    {
        host = null;
        violation = null;
        if (V4().IsMatch(text))
        {
            var address = IPAddress.Parse(text);
            host = new CalledHost(text, address);
            return true;
        }
        var name = (text.EndsWith('.') ? text[..^1] : text).ToLowerInvariant();
        violation = Violation(text, name);
        if (violation is not null) return false;
        host = new CalledHost(name, null);
        return true;
    }

    private static string? Violation(string text, string name)
    {
        var odd = text.AsSpan().IndexOfAnyExceptInRange('!', '~');
        if (odd >= 0) return $"character {odd + 1} of its host is not ASCII (U+{(int)text[odd]:X4}), and programs read it as something else: write letters of other scripts as punycode, xn--…";
        if (name.Length is 0 or > MaxName) return $"its host must have 1 to {MaxName} characters";
        var labels = name.Split('.');
        foreach (var label in labels)
        {
            if (label.Length is 0 or > MaxLabel) return $"between the dots of its host there must be 1 to {MaxLabel} characters";
            foreach (var c in label)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')) return $"its host holds '{c}': only letters, digits, '-', '_' and dots are read by all programs alike";
            }
        }
        // Whatever ends in a number is an address to some programs: decimal, octal, hexadecimal, of one to four parts.
        if (Number().IsMatch(labels[^1])) return "its host ends in a number, and is no address of four decimal numbers from 0 to 255 without zeros before them";
        return Punycode.AreReadable(labels) ? null : "its host has a label that begins with xn-- and stands for no word in another script";
    }

    [GeneratedRegex(@"^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.(?!\z)|\z)){4}\z", RegexOptions.CultureInvariant)]
    private static partial Regex V4();

    [GeneratedRegex(@"^[0-9a-fA-F:]*(?::(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.(?!\z)|\z)){4})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex V6();

    [GeneratedRegex(@"^(?:[0-9]+|0x[0-9a-f]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
