using System.ComponentModel.DataAnnotations;
using System.Net;

namespace GitOps.Configstore.Access;

/// <summary>A list of addresses and networks (CIDR).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NetworksAttribute() : ValidationAttribute("must be addresses or networks such as 10.0.0.5 and 10.0.0.0/8, the bits after the prefix zero")
{
    public override bool IsValid(object? value) => value is IEnumerable<string> texts && texts.All(text => TryParse(text, out _));

    public override string FormatErrorMessage(string name) => ErrorMessageString;

    /// <summary>An address alone is a network of one.</summary>
    internal static bool TryParse(string text, out IPNetwork network)
    {
        if (IPNetwork.TryParse(text, out network)) return true;
        if (text.Contains('/', StringComparison.Ordinal) || !IPAddress.TryParse(text, out var address)) return false;
        network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return true;
    }
}
