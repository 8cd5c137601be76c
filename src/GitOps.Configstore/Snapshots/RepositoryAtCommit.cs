using GitOps.Gitea;
using GitOps.Model.Snapshots;

namespace GitOps.Configstore.Snapshots;

/// <summary>A commit of a repository.</summary>
/// <param name="Name">Owner and name.</param>
/// <param name="Id">Gitea's id: a repository that was made again under the same name is another one.</param>
/// <param name="Branch">Where the commit was found.</param>
public sealed record RepositoryAtCommit(RepositoryName Name, long Id, RepositoryRole Role, string Branch, string Commit);
