using System.Net;
using System.Text.Json.Nodes;

namespace GitOps.Testing.Network;

/// <summary>
/// Decides as a network plugin does who may talk to whom
/// (https://kubernetes.io/docs/concepts/services-networking/network-policies/): a test's cluster has none. Every namespace is taken to
/// carry its name as a label, as it does since Kubernetes 1.21.
/// </summary>
public sealed class NetworkPolicies(IEnumerable<JsonNode> policies)
{
    private const string NameLabel = "kubernetes.io/metadata.name";

    private readonly List<JsonNode> _policies = [.. policies];

    /// <summary>Whether a connection comes about: the caller's policies let it out, and those of the called let it in.</summary>
    public bool Allow(NetworkEndpoint from, NetworkEndpoint to, int port, string protocol = "TCP") =>
        Lets(from, to, "Egress", "egress", "to", port, protocol) && Lets(to, from, "Ingress", "ingress", "from", port, protocol);

    private bool Lets(NetworkEndpoint pod, NetworkEndpoint other, string type, string rules, string peers, int port, string protocol)
    {
        if (pod.Namespace is null) return true;
        var about = _policies.Where(policy => (string?)policy["metadata"]!["namespace"] == pod.Namespace
            && policy["spec"]!["policyTypes"]!.AsArray().Any(item => (string?)item == type)
            && Fits(policy["spec"]!["podSelector"], pod.Labels)).ToList();
        return about.Count == 0 || about.Any(policy => (policy["spec"]![rules]?.AsArray() ?? []).Any(rule =>
            (rule![peers] is not JsonArray named || named.Count == 0 || named.Any(peer => IsPeer(peer!, pod.Namespace, other)))
            && (rule["ports"] is not JsonArray ports || ports.Count == 0 || ports.Any(item => (int)item!["port"]! == port && (string?)item["protocol"] == protocol))));
    }

    private static bool IsPeer(JsonNode peer, string @namespace, NetworkEndpoint other)
    {
        if (peer["ipBlock"] is { } block)
        {
            return other.Address is { } address && IPNetwork.Parse((string)block["cidr"]!).Contains(IPAddress.Parse(address))
                && (block["except"]?.AsArray() ?? []).All(part => !IPNetwork.Parse((string)part!).Contains(IPAddress.Parse(address)));
        }
        if (other.Namespace is null) return false;
        var isPlace = peer["namespaceSelector"] is { } place
            ? Fits(place, new Dictionary<string, string> { [NameLabel] = other.Namespace })
            : other.Namespace == @namespace;
        return isPlace && (peer["podSelector"] is not { } pods || Fits(pods, other.Labels));
    }

    private static bool Fits(JsonNode? selector, IReadOnlyDictionary<string, string> labels) =>
        (selector?["matchLabels"]?.AsObject() ?? []).All(wanted => labels.GetValueOrDefault(wanted.Key) == (string?)wanted.Value)
        && (selector?["matchExpressions"]?.AsArray() ?? []).All(expression => (string?)expression!["operator"] == "In"
            && expression["values"]!.AsArray().Any(value => (string?)value == labels.GetValueOrDefault((string)expression["key"]!)));
}
