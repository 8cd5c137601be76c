using GitOps.Gitea;
using GitOps.Model.Snapshots;

namespace GitOps.Configstore.Environments;

/// <summary>Where one repository's part of an environment lies.</summary>
/// <param name="Name">Owner and name in Gitea.</param>
/// <param name="Id">Gitea's id.</param>
/// <param name="Branch">The environment's branch.</param>
/// <param name="Head">The commit it is at; <see cref="Revision.NoCommit"/> when the repository is empty or has no such branch.</param>
public sealed record RepositoryPlace(RepositoryName Name, long Id, RepositoryRole Role, string Branch, string Head);
