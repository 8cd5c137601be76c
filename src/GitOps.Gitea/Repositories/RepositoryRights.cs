namespace GitOps.Gitea.Repositories;

/// <summary>What who asks may do with a repository. The scopes of a token narrow it further, which only the call itself shows.</summary>
public sealed record RepositoryRights(bool Admin = false, bool Push = false, bool Pull = false);
