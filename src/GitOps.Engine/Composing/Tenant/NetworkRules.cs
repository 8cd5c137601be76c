using System.Text.Json.Nodes;

namespace GitOps.Engine.Composing.Tenant;

/// <summary>
/// The rules of one network policy. A rule without anybody in it would allow everybody
/// (https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/), so such a rule is never written.
/// </summary>
internal sealed class NetworkRules
{
    // Set by Kubernetes 1.21 and later; before, an operator sets it.
    private const string NameLabel = "kubernetes.io/metadata.name";

    private readonly JsonArray _ingress = [];
    private readonly JsonArray _egress = [];

    /// <summary>Lets peers in, each at its own port or else at <paramref name="ports"/>.</summary>
    public NetworkRules From(IReadOnlyList<NetworkPeer> peers, params IReadOnlyList<int> ports)
    {
        // What a peer's port says is where it listens, not where it calls.
        Add(_ingress, "from", [.. peers.Select(peer => Peer(peer))], [.. ports.Select(port => Port("TCP", port))]);
        return this;
    }

    public NetworkRules FromPods(JsonObject pods, params IReadOnlyList<int> ports)
    {
        Add(_ingress, "from", [new JsonObject { ["podSelector"] = pods }], [.. ports.Select(port => Port("TCP", port))]);
        return this;
    }

    public NetworkRules ToPods(JsonObject pods, int port)
    {
        Add(_egress, "to", [new JsonObject { ["podSelector"] = pods }], [Port("TCP", port)]);
        return this;
    }

    /// <summary>Lets out to peers, to each at its port, or at any.</summary>
    public NetworkRules To(IReadOnlyList<NetworkPeer> peers)
    {
        foreach (var peer in peers) Add(_egress, "to", [Peer(peer)], peer.Port is { } port ? [Port("TCP", port)] : []);
        return this;
    }

    public NetworkRules ToAtPort(IReadOnlyList<NetworkPeer> peers, string protocol, int port)
    {
        Add(_egress, "to", [.. peers.Select(peer => Peer(peer))], [Port(protocol, port)]);
        return this;
    }

    /// <summary>Lets out to address ranges, but for those in <paramref name="except"/>; not at all to a range that lies in one of those.</summary>
    public NetworkRules ToRanges(IReadOnlyList<NetworkPeer> ranges, IReadOnlyList<NetworkPeer> except)
    {
        Add(_egress, "to", [.. ranges.Where(range => !except.Any(part => IsWithin(range, part))).Select(range => Peer(range, [.. except.Where(part => IsWithin(part, range))]))], []);
        return this;
    }

    public JsonObject ToSpecification(JsonObject pods)
    {
        var spec = new JsonObject { ["podSelector"] = pods, ["policyTypes"] = new JsonArray("Ingress", "Egress") };
        if (_ingress.Count > 0) spec["ingress"] = _ingress;
        if (_egress.Count > 0) spec["egress"] = _egress;
        return spec;
    }

    private static void Add(JsonArray rules, string direction, JsonNode[] peers, JsonNode[] ports)
    {
        if (peers.Length == 0) return;
        var rule = new JsonObject { [direction] = new JsonArray(peers) };
        if (ports.Length > 0) rule["ports"] = new JsonArray(ports);
        rules.Add(rule);
    }

    private static JsonObject Peer(NetworkPeer peer, IReadOnlyList<NetworkPeer>? except = null)
    {
        if (peer.Namespace is { } name) return new JsonObject { ["namespaceSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { [NameLabel] = name } } };
        var block = new JsonObject { ["cidr"] = peer.Cidr };
        if (except is { Count: > 0 }) block["except"] = new JsonArray([.. except.Select(part => JsonValue.Create(part.Cidr))]);
        return new JsonObject { ["ipBlock"] = block };
    }

    /// <summary>An API server refuses an exception that is not part of its range.</summary>
    private static bool IsWithin(NetworkPeer part, NetworkPeer range)
    {
        var (inner, outer) = (System.Net.IPNetwork.Parse(part.Cidr!), System.Net.IPNetwork.Parse(range.Cidr!));
        return inner.BaseAddress.AddressFamily == outer.BaseAddress.AddressFamily && inner.PrefixLength >= outer.PrefixLength && outer.Contains(inner.BaseAddress);
    }

    private static JsonObject Port(string protocol, int port) => new() { ["port"] = port, ["protocol"] = protocol };
}
