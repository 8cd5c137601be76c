using RestEase;

namespace GitOps.Gitea.Keys;

/// <summary>SSH keys as the API has them.</summary>
public interface IKeysApi
{
    [Header("Sudo")]
    string? Sudo { get; set; }

    [Get("users/{username}/keys")]
    Task<Response<List<PublicKey>?>> ListAsync([Path] string username, [Query] int page, [Query] int limit, CancellationToken cancellation);

    [Post("admin/users/{username}/keys")]
    Task<PublicKey> AddAsync([Path] string username, [Body] NewKey key, CancellationToken cancellation);

    [Delete("admin/users/{username}/keys/{id}")]
    Task DeleteAsync([Path] string username, [Path] long id, CancellationToken cancellation);
}
