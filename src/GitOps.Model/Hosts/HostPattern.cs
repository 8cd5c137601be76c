using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace GitOps.Model.Hosts;

/// <summary>Hosts that an operator names: one, all below a domain, or a range of addresses.</summary>
public sealed class HostPattern
{
    private const string Below = "*.";

    private readonly CalledHost? _host;
    private readonly string? _suffix;
    private readonly IPNetwork? _range;

    private HostPattern(CalledHost? host, string? suffix, IPNetwork? range) => (_host, _suffix, _range) = (host, suffix, range);

    /// <summary>Whether it is that host alone, rather than one of many.</summary>
    public bool IsExactly(CalledHost host) => _host == host;

    public bool Matches(CalledHost host) =>
        IsExactly(host)
        || (_suffix is not null && host.Address is null && host.Name.EndsWith(_suffix, StringComparison.Ordinal))
        || (_range is { } range && host.Address is { } address && InsideAddresses.Forms(address).Any(form => form.AddressFamily == range.BaseAddress.AddressFamily && range.Contains(form)));

    /// <summary>Reads <c>billing.corp.internal, *.example.lan, 10.1.0.0/16</c>.</summary>
    /// <exception cref="FormatException">The text is no such list.</exception>
    public static IReadOnlyList<HostPattern> ParseAll(string text) =>
        TryParseAll(text, out var patterns) ? patterns : throw new FormatException($"'{text}' is no list of hosts and address ranges.");

    public static bool TryParseAll(string text, [NotNullWhen(true)] out IReadOnlyList<HostPattern>? patterns)
    {
        var read = new List<HostPattern>();
        patterns = null;
        foreach (var entry in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (TryParse(entry) is not { } pattern) return false;
            read.Add(pattern);
        }
        patterns = read;
        return true;
    }

    private static HostPattern? TryParse(string entry)
    {
        if (IPNetwork.TryParse(entry, out var range)) return new HostPattern(null, null, range);
        if (entry.StartsWith(Below, StringComparison.Ordinal))
            return CalledHost.TryRead(entry[Below.Length..], out var domain, out _) && domain.Address is null ? new HostPattern(null, $".{domain.Name}", null) : null;
        return CalledHost.TryRead(entry, out var host, out _) ? new HostPattern(host, null, null) : null;
    }
}
