using System.Text.Json.Serialization;
using GitOps.Model.Api;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;

namespace GitOps.Configstore.Producers;

/// <summary>What is known of one producer: its Gitea user and the repositories that the layout knows.</summary>
public sealed record ProducerState
{
    public required ProducerName Name { get; init; }

    public required long UserId { get; init; }

    public string FullName { get; init; } = "";

    public string Email { get; init; } = "";

    public DateTimeOffset Created { get; init; }

    public RepositoryState? Dev { get; init; }

    public RepositoryState? Functions { get; init; }

    [JsonIgnore]
    public IEnumerable<(RepositoryRole Role, RepositoryState Repository)> Repositories
    {
        get
        {
            if (Dev is not null) yield return (RepositoryRole.Dev, Dev);
            if (Functions is not null) yield return (RepositoryRole.Functions, Functions);
        }
    }

    public RepositoryState? Repository(RepositoryRole role) => role == RepositoryRole.Dev ? Dev : Functions;

    public ProducerState With(RepositoryRole role, RepositoryState? repository) =>
        role == RepositoryRole.Dev ? this with { Dev = repository } : this with { Functions = repository };

    /// <summary>The head of the one environment that a producer has so far: the default branches of both repositories.</summary>
    public EnvironmentHead Head() => new()
    {
        Producer = Name,
        Project = ProjectName.Main,
        Environment = EnvironmentName.Dev,
        Revision = new Revision(Dev?.Head ?? Revision.NoCommit, Functions?.Head ?? Revision.NoCommit),
        Missing = (Dev, Functions) switch
        {
            (null, null) => [RepositoryRole.Dev, RepositoryRole.Functions],
            (null, _) => [RepositoryRole.Dev],
            (_, null) => [RepositoryRole.Functions],
            _ => [],
        },
    };
}
