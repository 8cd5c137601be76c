using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace GitOps.Model.Hosts;

/// <summary>
/// A URL in the spellings that all programs read the same: what is called is what was judged. Node's <c>new URL</c> and <c>url.parse</c>,
/// which Express Gateway uses both, map many others to a host that is not written there (full-width letters, numbers for addresses,
/// tabs inside, backslashes); such a URL is refused.
/// </summary>
/// <param name="Scheme">In lower case.</param>
/// <param name="Port">Written, or the scheme's.</param>
public sealed partial record WebUrl(string Scheme, CalledHost Host, int Port)
{
    private const int MaxPort = 65535;

    /// <summary>What a service endpoint may be called with.</summary>
    public static IReadOnlyList<string> Web { get; } = [Uri.UriSchemeHttp, Uri.UriSchemeHttps];

    /// <summary>What a proxy may be called with. <c>pac+…</c> is none of them: it runs a script that tells further proxies.</summary>
    public static IReadOnlyList<string> Proxy { get; } = ["http", "https", "socks", "socks4", "socks4a", "socks5", "socks5h"];

    /// <summary>Whether a text is an http or https URL.</summary>
    public static bool IsValid(string text) => TryRead(text, Web, out _, out _);

    /// <param name="schemes">Those that are taken.</param>
    /// <param name="violation">Why it is none: <c>it begins or ends with white space</c>. Never tells what stands before or behind the host.</param>
    public static bool TryRead(string text, IReadOnlyList<string> schemes, [NotNullWhen(true)] out WebUrl? url, [NotNullWhen(false)] out string? violation)
    {
        url = null;
        violation = Unreadable(text);
        if (violation is not null) return false;
        var parts = Parts().Match(text);
        var scheme = parts.Groups["scheme"].Value.ToLowerInvariant();
        if (!parts.Success || !schemes.Contains(scheme))
        {
            violation = $"it must begin with {string.Join(" or ", schemes.Select(known => known + "://"))} and a host";
            return false;
        }
        if (!CalledHost.TryReadOfUrl(parts.Groups["host"].Value, out var host, out violation)) return false;
        if (PortOf(parts.Groups["port"], scheme) is not { } port)
        {
            violation = $"its port must be a number from 1 to {MaxPort}";
            return false;
        }
        if (!Uri.IsWellFormedUriString(text, UriKind.Absolute))
        {
            violation = "it holds characters that must be percent-encoded (RFC 3986)";
            return false;
        }
        url = new WebUrl(scheme, host, port);
        return true;
    }

    private static string? Unreadable(string text)
    {
        if (text.Length == 0) return "it is empty";
        if (IsSpace(text[0]) || IsSpace(text[^1])) return "it begins or ends with white space, which a gateway does not start with";
        for (var i = 0; i < text.Length; i++)
        {
            if (IsSpace(text[i]) || char.IsControl(text[i])) return $"character {i + 1} is white space or a control character (U+{(int)text[i]:X4})";
            if (text[i] == '\\') return $"character {i + 1} is a backslash, which some programs take for a slash";
        }
        return null;
    }

    // JavaScript's, which adds the byte order mark.
    private static bool IsSpace(char c) => char.IsWhiteSpace(c) || c == '\uFEFF';

    private static int? PortOf(Group written, string scheme)
    {
        if (!written.Success) return scheme switch { "http" => 80, "https" => 443, _ => 1080 };
        return written.Value is { Length: >= 1 and <= 5 } digits && digits[0] != '0' && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= MaxPort
            ? port
            : null;
    }

    /// <summary>Two slashes, and before the host at most one user, without what any program could take for the end of the host.</summary>
    [GeneratedRegex(@"^(?<scheme>[A-Za-z][A-Za-z0-9+.\-]*)://(?:(?:[A-Za-z0-9._~!$&'()*+,;=:\-]|%[0-7][0-9A-Fa-f])*@)?(?<host>\[[^\]]*\]|[^/?#:@\[\]]+)(?::(?<port>[^/?#]*))?(?:[/?#].*)?\z", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Parts();
}
