using RestEase;

namespace GitOps.Gitea.Keys;

/// <summary>SSH keys of repositories as the API has them.</summary>
public interface IDeployKeysApi
{
    [Header("Sudo")]
    string? Sudo { get; set; }

    [Get("repos/{owner}/{repo}/keys")]
    Task<Response<List<DeployKey>?>> ListAsync([Path] string owner, [Path] string repo, [Query] int page, [Query] int limit, CancellationToken cancellation);

    [Post("repos/{owner}/{repo}/keys")]
    Task<DeployKey> AddAsync([Path] string owner, [Path] string repo, [Body] NewKey key, CancellationToken cancellation);

    [Delete("repos/{owner}/{repo}/keys/{id}")]
    Task DeleteAsync([Path] string owner, [Path] string repo, [Path] long id, CancellationToken cancellation);
}
