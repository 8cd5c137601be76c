namespace GitOps.Configstore.GitApi;

/// <summary><c>{repo}</c></summary>
public sealed record RepositoryAnswer(GiteaRepositoryView Repo);
