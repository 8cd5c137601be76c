using GitOps.Model.Names;
using GitOps.Model.Snapshots;
using GitOps.Model.Validation;

namespace GitOps.Model.Api;

/// <summary>What an actualizer reports of one environment: <c>PUT</c> and <c>GET /producers/{name}/envs/{env}/status</c>.</summary>
public sealed record EnvironmentStatus
{
    public required ProducerName Producer { get; init; }

    public required ProjectName Project { get; init; }

    public required EnvironmentName Environment { get; init; }

    /// <summary>The revision that was reconciled.</summary>
    public required Revision Revision { get; init; }

    /// <summary>The last revision that was wholly applied; what runs while <see cref="State"/> is not succeeded. Null in a report leaves what was reported before.</summary>
    public Revision? AppliedRevision { get; init; }

    public required ReconcileState State { get; init; }

    /// <summary>One word in CamelCase for machines, such as <c>InvalidDocument</c>, <c>HostConflict</c>, <c>RepositoryMissing</c>, <c>Disabled</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>A sentence for people: what, why, what to do next. Holds no secret.</summary>
    public required string Message { get; init; }

    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>What the pass wrote, in order.</summary>
    public IReadOnlyList<ObjectChange> Changes { get; init; } = [];

    /// <summary>Objects that the environment has in the cluster.</summary>
    public int Objects { get; init; }

    /// <summary>When this state and reason began.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When the pass ended.</summary>
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>How long the pass took, in milliseconds.</summary>
    public double DurationMilliseconds { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public EnvironmentKey Key => new(Producer, Project, Environment);
}
