using GitOps.Model.Names;

namespace GitOps.Model.Hosts;

/// <summary>What an operator says of the hosts that documents may lead to; the same for all environments. Without a word of the operator it is closed to everything inside.</summary>
public sealed class HostRules
{
    /// <summary>Those of a cluster about which nothing is known.</summary>
    public static HostRules Closed { get; } = new();

    /// <summary>Hosts inside that may be led to.</summary>
    public IReadOnlyList<HostPattern> Allowed { get; init; } = [];

    /// <summary>Further hosts that may not, besides those that are inside by their look.</summary>
    public IReadOnlyList<HostPattern> Denied { get; init; } = [];

    /// <summary>Whether gateways may follow redirects, which lead wherever an answer says.</summary>
    public bool MayFollowRedirects { get; init; }

    /// <summary>The system's own parts, by the names that settings call them.</summary>
    public IReadOnlySet<string> SystemHosts { get; init; } = new HashSet<string>();

    /// <summary>Whether a label is a namespace of the cluster, so that <c>x.label</c> is a service there.</summary>
    public Func<string, bool> IsNamespace { get; init; } = IsClustersOwn;

    /// <summary>The namespace of a producer's components; null where nobody knows it.</summary>
    public Func<ProducerName, string>? NamespaceOf { get; init; }

    /// <summary>Whether a namespace is one that every cluster has.</summary>
    public static bool IsClustersOwn(string label) => label == "default" || label.StartsWith("kube-", StringComparison.Ordinal);
}
