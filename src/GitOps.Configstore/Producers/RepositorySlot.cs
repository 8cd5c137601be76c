using GitOps.Model.Names;
using GitOps.Model.Snapshots;

namespace GitOps.Configstore.Producers;

/// <summary>What a repository is to its producer: the part that it plays in one of the projects.</summary>
public readonly record struct RepositorySlot(ProjectName Project, RepositoryRole Role);
