using GitOps.Configstore.Producers;
using GitOps.Model.Api;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;

namespace GitOps.Configstore.Environments;

/// <summary>Where an environment lies in Gitea, as last read: its repositories, branches and commits. A repository that does not exist is null.</summary>
public sealed record EnvironmentPlace(EnvironmentKey Key, ProducerState Producer, EnvironmentHead Head, RepositoryPlace? Dev, RepositoryPlace? Functions)
{
    public Revision Revision => Head.Revision;

    public RepositoryPlace? Of(RepositoryRole role) => role == RepositoryRole.Dev ? Dev : Functions;
}
