namespace GitOps.Gitea.Repositories;

/// <summary>A repository to be created.</summary>
/// <param name="AutoInit">Begin with a commit that holds a README.</param>
public sealed record NewRepository(string Name, bool Private = true, bool AutoInit = false, string? DefaultBranch = null, string? Description = null);
