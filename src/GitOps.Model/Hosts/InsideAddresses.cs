using System.Net;
using System.Net.Sockets;

namespace GitOps.Model.Hosts;

/// <summary>Addresses that lead to the machine itself, to its neighbours, or to nobody in particular: none of them is the internet's (IANA's special-purpose registries).</summary>
internal static class InsideAddresses
{
    private const string Private = "a private address";
    private const string LinkLocal = "a link-local address, such as clouds tell credentials at";
    private const string Multicast = "a multicast address";

    private static readonly (IPNetwork Range, string Kind)[] Ranges =
    [
        .. Kinds(
            ("0.0.0.0/8", "an unspecified address"), ("10.0.0.0/8", Private), ("100.64.0.0/10", "an address of a provider's own network"), ("127.0.0.0/8", "a loopback address"),
            ("168.63.129.16/32", "the address that a cloud answers its machines at"), ("169.254.0.0/16", LinkLocal), ("172.16.0.0/12", Private), ("192.0.0.0/24", "a reserved address"), ("192.168.0.0/16", Private),
            ("198.18.0.0/15", "an address for measurements"), ("224.0.0.0/4", Multicast), ("255.255.255.255/32", "the broadcast address"), ("240.0.0.0/4", "a reserved address"),
            ("::/128", "an unspecified address"), ("::1/128", "a loopback address"), ("64:ff9b:1::/48", "an address that is translated locally"), ("100::/64", "a reserved address"), ("2001::/32", "a tunnel's address"),
            ("fc00::/7", Private), ("fe80::/10", LinkLocal), ("fec0::/10", Private), ("ff00::/8", Multicast)),
    ];

    // Ranges whose addresses hold one of IPv4, and where in it that begins.
    private static readonly (IPNetwork Range, int At)[] Translated =
    [
        (IPNetwork.Parse("::ffff:0:0:0/96"), 12), (IPNetwork.Parse("64:ff9b::/96"), 12), (IPNetwork.Parse("::/96"), 12), (IPNetwork.Parse("2002::/16"), 2),
    ];

    /// <summary>What an address inside is; null for one of the internet.</summary>
    public static string? KindOf(IPAddress address)
    {
        foreach (var form in Forms(address))
        {
            foreach (var (range, kind) in Ranges)
            {
                if (range.BaseAddress.AddressFamily == form.AddressFamily && range.Contains(form)) return ReferenceEquals(form, address) ? kind : $"{kind} ({form})";
            }
        }
        return null;
    }

    /// <summary>An address, and the one of IPv4 that it stands for.</summary>
    public static IEnumerable<IPAddress> Forms(IPAddress address)
    {
        yield return address;
        if (address.AddressFamily != AddressFamily.InterNetworkV6) yield break;
        if (address.IsIPv4MappedToIPv6)
        {
            yield return address.MapToIPv4();
            yield break;
        }
        var bytes = address.GetAddressBytes();
        foreach (var (range, at) in Translated)
        {
            if (range.Contains(address)) yield return new IPAddress(bytes.AsSpan(at, 4));
        }
        // ISATAP (RFC 5214).
        if (bytes[8] is 0 or 2 && bytes[9] == 0 && bytes[10] == 0x5E && bytes[11] == 0xFE) yield return new IPAddress(bytes.AsSpan(12, 4));
    }

    private static IEnumerable<(IPNetwork, string)> Kinds(params (string Range, string Kind)[] ranges) => ranges.Select(range => (IPNetwork.Parse(range.Range), range.Kind));
}
