using GitOps.Model.Names;

namespace GitOps.Model.Snapshots;

/// <summary>All desired state of one environment at one revision. Immutable: the same key and revision always give the same content.</summary>
public sealed record EnvironmentSnapshot
{
    public required ProducerName Producer { get; init; }

    public required ProjectName Project { get; init; }

    public required EnvironmentName Environment { get; init; }

    public required Revision Revision { get; init; }

    public required RepositorySnapshot Dev { get; init; }

    public required RepositorySnapshot Functions { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public EnvironmentKey Key => new(Producer, Project, Environment);
}
