using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using GitOps.Model.Names;

namespace GitOps.Engine.Composing.Tenant;

/// <summary>Who is at the other end of a connection: the pods of a namespace, or a range of addresses; at one port, or at any.</summary>
/// <param name="Namespace">Null: <paramref name="Cidr"/>.</param>
/// <param name="Cidr">Such as <c>10.0.0.0/8</c>. Null: <paramref name="Namespace"/>.</param>
/// <param name="Port">Of the pod, not of its service: policies are held against what a service resolved to. Null: any.</param>
internal sealed record NetworkPeer(string? Namespace, string? Cidr, int? Port)
{
    /// <summary>Reads <c>default:3002, 192.0.2.0/24</c>: comma-separated namespaces or ranges, each with a port or without.</summary>
    /// <exception cref="FormatException">The text is no such list.</exception>
    public static IReadOnlyList<NetworkPeer> ParseAll(string text) =>
        TryParseAll(text, out var peers) ? peers : throw new FormatException($"'{text}' is no list of namespaces and address ranges.");

    public static bool TryParseAll(string text, [NotNullWhen(true)] out IReadOnlyList<NetworkPeer>? peers)
    {
        var read = new List<NetworkPeer>();
        peers = read;
        foreach (var entry in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (TryParse(entry) is not { } peer) return false;
            read.Add(peer);
        }
        return true;
    }

    private static NetworkPeer? TryParse(string entry)
    {
        // Addresses of the sixth version hold colons before the slash.
        var slash = entry.IndexOf('/', StringComparison.Ordinal);
        var colon = entry.IndexOf(':', Math.Max(slash, 0));
        var place = colon < 0 ? entry : entry[..colon];
        int? port = null;
        if (colon >= 0)
        {
            if (!int.TryParse(entry[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 65535) return null;
            port = number;
        }
        if (slash >= 0) return IPNetwork.TryParse(place, out _) ? new NetworkPeer(null, place, port) : null;
        return DnsLabel.Violation(place, ObjectNames.MaxLabelLength) is null ? new NetworkPeer(place, null, port) : null;
    }
}
