using GitOps.Model.Names;
using GitOps.Model.Snapshots;

namespace GitOps.Configstore.Producers;

/// <summary>The repositories of one project; one that does not exist is null.</summary>
public sealed record ProjectState(ProjectName Name, RepositoryState? Dev = null, RepositoryState? Functions = null)
{
    public RepositoryState? Repository(RepositoryRole role) => role == RepositoryRole.Dev ? Dev : Functions;

    public ProjectState With(RepositoryRole role, RepositoryState? repository) =>
        role == RepositoryRole.Dev ? this with { Dev = repository } : this with { Functions = repository };
}
