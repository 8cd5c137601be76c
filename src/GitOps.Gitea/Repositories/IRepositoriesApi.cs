using GitOps.Gitea.Http;
using RestEase;

namespace GitOps.Gitea.Repositories;

/// <summary>Repositories as the API has them.</summary>
public interface IRepositoriesApi
{
    [Header("Sudo")]
    string? Sudo { get; set; }

    [Get("repos/{owner}/{repo}")]
    Task<GiteaRepository> GetAsync([Path] string owner, [Path] string repo, CancellationToken cancellation);

    [Get("repositories/{id}")]
    Task<GiteaRepository> GetByIdAsync([Path] long id, CancellationToken cancellation);

    [Get("users/{username}/repos")]
    Task<Response<List<GiteaRepository>?>> ListOfUserAsync([Path] string username, [Query] int page, [Query] int limit, CancellationToken cancellation);

    [Get("repos/search")]
    Task<Response<SearchAnswer<GiteaRepository>>> SearchAsync(
        [Query] string? q,
        [Query] long? uid,
        [Query] bool? exclusive,
        [Query("is_private")] bool? isPrivate,
        [Query] string sort,
        [Query] string order,
        [Query] int page,
        [Query] int limit,
        CancellationToken cancellation);

    [Post("admin/users/{username}/repos")]
    Task<GiteaRepository> CreateForUserAsync([Path] string username, [Body] NewRepository repository, CancellationToken cancellation);

    [Post("user/repos")]
    Task<GiteaRepository> CreateAsync([Body] NewRepository repository, CancellationToken cancellation);

    [Post("repos/migrate")]
    Task<GiteaRepository> MigrateAsync([Body] Migration migration, CancellationToken cancellation);

    [Patch("repos/{owner}/{repo}")]
    Task<GiteaRepository> EditAsync([Path] string owner, [Path] string repo, [Body] RepositoryEdit edit, CancellationToken cancellation);

    [Delete("repos/{owner}/{repo}")]
    Task DeleteAsync([Path] string owner, [Path] string repo, CancellationToken cancellation);
}
