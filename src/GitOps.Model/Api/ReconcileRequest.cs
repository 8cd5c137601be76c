using GitOps.Model.Names;

namespace GitOps.Model.Api;

/// <summary>Somebody wants an environment to be reconciled now, whether or not anything changed.</summary>
public sealed record ReconcileRequest
{
    public required ProducerName Producer { get; init; }

    public required ProjectName Project { get; init; }

    public required EnvironmentName Environment { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public EnvironmentKey Key => new(Producer, Project, Environment);

    public static ReconcileRequest Of(EnvironmentKey key) => new() { Producer = key.Producer, Project = key.Project, Environment = key.Environment };
}
