namespace GitOps.Configstore.GitApi;

/// <summary><c>{repos:[]}</c></summary>
public sealed record RepositoriesAnswer(IReadOnlyList<GiteaRepositoryView> Repos);
