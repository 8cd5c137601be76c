using GitOps.Sandbox.Cluster.Selectors;

namespace GitOps.Sandbox.Cluster.Registry;

/// <summary>What a list asks for.</summary>
internal sealed record ListRequest
{
    /// <summary>Null for all namespaces, or for a cluster-wide resource.</summary>
    public string? Namespace { get; init; }

    public LabelSelector Labels { get; init; } = LabelSelector.Everything;

    public FieldSelector Fields { get; init; } = FieldSelector.Everything;

    /// <summary>Objects per page; zero for all.</summary>
    public int Limit { get; init; }

    public string? Continue { get; init; }

    public string? ResourceVersion { get; init; }

    /// <summary>Whether <c>resourceVersionMatch=Exact</c> was asked for.</summary>
    public bool ExactRevision { get; init; }

    public bool IsUnfiltered => Labels.IsEverything && Fields.IsEverything;
}
