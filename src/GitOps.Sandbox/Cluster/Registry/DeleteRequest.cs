
namespace GitOps.Sandbox.Cluster.Registry;

/// <summary>How an object is deleted (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/delete-options/).</summary>
internal sealed record DeleteRequest
{
    /// <summary>Seconds; null for the default of the kind.</summary>
    public long? GracePeriod { get; init; }

    public PropagationPolicy? Propagation { get; init; }

    public string? Uid { get; init; }

    public string? ResourceVersion { get; init; }

    public bool DryRun { get; init; }
}
