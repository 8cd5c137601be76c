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

    /// <summary>Project <c>main</c>'s repository <c>dev</c>.</summary>
    public RepositoryState? Dev { get; init; }

    /// <summary>Project <c>main</c>'s repository <c>functions</c>.</summary>
    public RepositoryState? Functions { get; init; }

    /// <summary>The projects beside <c>main</c>, ordered by name; each has a repository at least. Null while there are none.</summary>
    public IReadOnlyList<ProjectState>? FurtherProjects { get; init; }

    /// <summary>All projects, ordered by name. There is always <c>main</c>.</summary>
    [JsonIgnore]
    public IEnumerable<ProjectState> Projects
    {
        get
        {
            var main = new ProjectState(ProjectName.Main, Dev, Functions);
            return FurtherProjects is null ? [main] : FurtherProjects.Append(main).OrderBy(project => project.Name);
        }
    }

    [JsonIgnore]
    public IEnumerable<(RepositorySlot Slot, RepositoryState Repository)> Repositories
    {
        get
        {
            foreach (var project in Projects)
            {
                if (project.Dev is not null) yield return (new(project.Name, RepositoryRole.Dev), project.Dev);
                if (project.Functions is not null) yield return (new(project.Name, RepositoryRole.Functions), project.Functions);
            }
        }
    }

    /// <summary>A project; null when it has no repository. <c>main</c> is always there.</summary>
    public ProjectState? Project(ProjectName name) => name == ProjectName.Main
        ? new ProjectState(name, Dev, Functions)
        : FurtherProjects?.FirstOrDefault(project => project.Name == name);

    public RepositoryState? Repository(RepositorySlot slot) => Project(slot.Project)?.Repository(slot.Role);

    public ProducerState With(RepositorySlot slot, RepositoryState? repository)
    {
        if (slot.Project == ProjectName.Main) return slot.Role == RepositoryRole.Dev ? this with { Dev = repository } : this with { Functions = repository };
        var changed = (Project(slot.Project) ?? new ProjectState(slot.Project)).With(slot.Role, repository);
        var others = (FurtherProjects ?? []).Where(project => project.Name != slot.Project);
        ProjectState[] all = [.. (changed is { Dev: null, Functions: null } ? others : others.Append(changed)).OrderBy(project => project.Name)];
        return this with { FurtherProjects = all.Length == 0 ? null : all };
    }

    /// <summary>The heads of all environments, ordered by project and environment.</summary>
    public IReadOnlyList<EnvironmentHead> Heads()
    {
        if (FurtherProjects is null && Dev is null or { Environments.Count: 0 }) return [HeadOf(new ProjectState(ProjectName.Main, Dev, Functions), EnvironmentName.Dev)];
        return [.. Projects.SelectMany(project => EnvironmentsOf(project).Select(environment => HeadOf(project, environment)))];
    }

    /// <summary>The head of one environment; null when there is no such.</summary>
    public EnvironmentHead? Head(ProjectName project, EnvironmentName environment) =>
        Project(project) is { } state && EnvironmentsOf(state).Contains(environment) ? HeadOf(state, environment) : null;

    /// <summary>
    /// The environments of a project: <c>dev</c>, and those that have a branch in its <c>dev</c> repository. A branch in the functions'
    /// repository alone makes none, and that one without a branch there has no functions.
    /// </summary>
    private static IEnumerable<EnvironmentName> EnvironmentsOf(ProjectState project) => project.Dev is { Environments.Count: > 0 } dev
        ? dev.Environments.Names.Append(EnvironmentName.Dev).Order()
        : [EnvironmentName.Dev];

    private EnvironmentHead HeadOf(ProjectState project, EnvironmentName environment) => new()
    {
        Producer = Name,
        Project = project.Name,
        Environment = environment,
        Revision = new Revision(project.Dev?.HeadOf(environment) ?? Revision.NoCommit, project.Functions?.HeadOf(environment) ?? Revision.NoCommit),
        Missing = (project.Dev, project.Functions) switch
        {
            (null, null) => [RepositoryRole.Dev, RepositoryRole.Functions],
            (null, _) => [RepositoryRole.Dev],
            (_, null) => [RepositoryRole.Functions],
            _ => [],
        },
    };

    /// <summary>Lists are compared by what they hold.</summary>
    public bool Equals(ProducerState? other) => other is not null
        && Name == other.Name && UserId == other.UserId && FullName == other.FullName && Email == other.Email && Created == other.Created
        && Equals(Dev, other.Dev) && Equals(Functions, other.Functions)
        && (FurtherProjects ?? []).SequenceEqual(other.FurtherProjects ?? []);

    public override int GetHashCode() => HashCode.Combine(Name, UserId, Dev, Functions);
}
