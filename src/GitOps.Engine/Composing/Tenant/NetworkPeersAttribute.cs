using System.ComponentModel.DataAnnotations;

namespace GitOps.Engine.Composing.Tenant;

/// <summary>Holds a setting to a comma-separated list of namespaces and address ranges, each with a port or without.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NetworkPeersAttribute : ValidationAttribute
{
    /// <summary>Whether only address ranges are allowed.</summary>
    public bool RangesOnly { get; init; }

    /// <summary>Whether the port is not the operator's to say.</summary>
    public bool WithoutPorts { get; init; }

    public override bool IsValid(object? value) =>
        value is not string text
        || (NetworkPeer.TryParseAll(text, out var peers) && peers.All(peer => (!RangesOnly || peer.Cidr is not null) && (!WithoutPorts || peer.Port is null)));

    public override string FormatErrorMessage(string name) =>
        $"{name} must be {(RangesOnly ? "" : "namespaces or ")}address ranges with commas between them{(WithoutPorts ? "" : ", each with a port or without")}, such as "
        + $"{(RangesOnly ? "10.0.0.0/8" : WithoutPorts ? "kube-system" : "default:3002")}, 192.0.2.0/24.";
}
