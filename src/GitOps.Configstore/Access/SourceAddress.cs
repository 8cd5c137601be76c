using System.Net;
using System.Net.Sockets;

namespace GitOps.Configstore.Access;

/// <summary>Whom a limit is for: an address, and of IPv6 its /64, which is one network's.</summary>
internal static class SourceAddress
{
    public static IPAddress Of(IPAddress? address)
    {
        if (address is null) return IPAddress.None;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
