namespace GitOps.Gitea.Repositories;

/// <summary>A repository to be copied from elsewhere.</summary>
public sealed record Migration(string CloneAddr, string RepoName);
