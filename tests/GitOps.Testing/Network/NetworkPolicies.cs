using System.Net;
using System.Text.Json.Nodes;

namespace GitOps.Testing.Network;

/// <summary>
/// Decides as a network plugin does who may talk to whom, after the API reference
/// (https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/): a test's cluster has none. Every namespace is
/// taken to carry its name as a label, as it does since Kubernetes 1.21. What it does not know of a policy is an error, not a guess.
/// </summary>
public sealed class NetworkPolicies(IEnumerable<JsonNode> policies)
{
    private const string NameLabel = "kubernetes.io/metadata.name";

    private readonly List<JsonNode> _policies = [.. policies];

    /// <summary>Whether a connection comes about: the caller's policies let it out, and those of the called let it in.</summary>
    public bool Allow(NetworkEndpoint from, NetworkEndpoint to, int port, string protocol = "TCP") =>
        Lets(from, to, "Egress", port, protocol) && Lets(to, from, "Ingress", port, protocol);

    /// <summary>
    /// A pod that no policy selects for a direction is open in it; one that some select is open for what the rules of any of them allow,
    /// since policies add up.
    /// </summary>
    private bool Lets(NetworkEndpoint pod, NetworkEndpoint other, string direction, int port, string protocol)
    {
        if (pod.Namespace is null) return true;
        var about = _policies.Where(policy => (string?)policy["metadata"]!["namespace"] == pod.Namespace
            && TypesOf(policy["spec"]!).Contains(direction)
            && Fits(policy["spec"]!["podSelector"]!, pod.Labels)).ToList();
        var (rules, peers) = direction == "Egress" ? ("egress", "to") : ("ingress", "from");
        return about.Count == 0 || about.Exists(policy => Items(policy["spec"]![rules]).Any(rule =>
            (Items(rule[peers]) is { Length: > 0 } named ? named.Any(peer => IsPeer(peer, pod.Namespace, other)) : true)
            && (Items(rule["ports"]) is { Length: > 0 } ports ? ports.Any(item => IsPort(item, port, protocol)) : true)));
    }

    /// <summary>Without types, a policy is about what comes in, and about what goes out when it has rules for that.</summary>
    private static IReadOnlyList<string> TypesOf(JsonNode spec)
    {
        if (Items(spec["policyTypes"]) is { Length: > 0 } types) return [.. types.Select(type => (string)type!)];
        return Items(spec["egress"]).Length > 0 ? ["Ingress", "Egress"] : ["Ingress"];
    }

    private static bool IsPeer(JsonNode peer, string @namespace, NetworkEndpoint other)
    {
        if (peer["ipBlock"] is { } block)
        {
            return other.Address is { } address && Holds(block["cidr"]!, address) && !Items(block["except"]).Any(part => Holds(part, address));
        }
        if (peer["namespaceSelector"] is null && peer["podSelector"] is null) throw new NotSupportedException($"A peer that names nobody: {peer.ToJsonString()}");
        if (other.Namespace is null) return false;
        // Pods without namespaces are those of the policy's own; both together are such pods in such namespaces.
        var isPlace = peer["namespaceSelector"] is { } place
            ? Fits(place, new Dictionary<string, string> { [NameLabel] = other.Namespace })
            : other.Namespace == @namespace;
        return isPlace && (peer["podSelector"] is not { } pods || Fits(pods, other.Labels));
    }

    private static bool Holds(JsonNode range, string address) => IPNetwork.Parse((string)range!).Contains(IPAddress.Parse(address));

    /// <summary>Without a number every port; without a protocol TCP. <c>endPort</c> makes it a range.</summary>
    private static bool IsPort(JsonNode item, int port, string protocol) =>
        ((string?)item["protocol"] ?? "TCP") == protocol
        && (item["port"] is not { } first || ((int)first <= port && port <= ((int?)item["endPort"] ?? (int)first)));

    /// <summary>An empty selector fits everything; what a selector asks is all asked.</summary>
    private static bool Fits(JsonNode selector, IReadOnlyDictionary<string, string> labels) =>
        (selector["matchLabels"]?.AsObject() ?? []).All(wanted => labels.GetValueOrDefault(wanted.Key) == (string?)wanted.Value)
        && Items(selector["matchExpressions"]).All(expression => IsTrueOf(expression, labels.GetValueOrDefault((string)expression["key"]!)));

    private static bool IsTrueOf(JsonNode expression, string? label)
    {
        var isListed = Items(expression["values"]).Any(value => (string?)value == label);
        return (string?)expression["operator"] switch
        {
            "In" => label is not null && isListed,
            // Also where the label is missing.
            "NotIn" => !isListed,
            "Exists" => label is not null,
            "DoesNotExist" => label is null,
            var other => throw new NotSupportedException($"No operator of selectors: {other}"),
        };
    }

    private static JsonNode[] Items(JsonNode? list) => list is null ? [] : [.. list.AsArray().Select(item => item!)];
}
