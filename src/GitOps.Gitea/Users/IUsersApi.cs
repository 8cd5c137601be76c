using GitOps.Gitea.Http;
using RestEase;

namespace GitOps.Gitea.Users;

/// <summary>Users as the API has them.</summary>
public interface IUsersApi
{
    [Header("Sudo")]
    string? Sudo { get; set; }

    [Get("user")]
    Task<GiteaUser> GetCurrentAsync(CancellationToken cancellation);

    [Get("users/{username}")]
    Task<GiteaUser> GetAsync([Path] string username, CancellationToken cancellation);

    [Get("users/search")]
    Task<Response<SearchAnswer<GiteaUser>>> SearchAsync([Query] string? q, [Query] int page, [Query] int limit, CancellationToken cancellation);

    [Get("admin/users")]
    Task<Response<List<GiteaUser>?>> ListAsync(
        [Query] string? sort, [Query] string? order, [Query] int page, [Query] int limit, CancellationToken cancellation);

    [Post("admin/users")]
    Task<GiteaUser> CreateAsync([Body] NewUser user, CancellationToken cancellation);

    [Patch("admin/users/{username}")]
    Task<GiteaUser> EditAsync([Path] string username, [Body] UserEdit edit, CancellationToken cancellation);

    [Delete("admin/users/{username}")]
    Task DeleteAsync([Path] string username, [Query] bool? purge, CancellationToken cancellation);
}
