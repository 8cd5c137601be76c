using GitOps.Model.Names;
using GitOps.Model.Snapshots;

namespace GitOps.Model.Api;

/// <summary>Which revision an environment is at, without its content.</summary>
public sealed record EnvironmentHead
{
    public required ProducerName Producer { get; init; }

    public required ProjectName Project { get; init; }

    public required EnvironmentName Environment { get; init; }

    public required Revision Revision { get; init; }

    /// <summary>Repositories that do not exist. Nothing is created for an environment until this is empty.</summary>
    public IReadOnlyList<RepositoryRole> Missing { get; init; } = [];

    [System.Text.Json.Serialization.JsonIgnore]
    public EnvironmentKey Key => new(Producer, Project, Environment);
}
