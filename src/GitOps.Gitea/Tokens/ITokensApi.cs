using RestEase;

namespace GitOps.Gitea.Tokens;

/// <summary>Tokens as the API has them; it takes Basic authentication only.</summary>
public interface ITokensApi
{
    [Get("users/{username}/tokens")]
    Task<Response<List<AccessToken>?>> ListAsync(
        [Header("Authorization")] string basic, [Path] string username, [Query] int page, [Query] int limit, CancellationToken cancellation);

    [Post("users/{username}/tokens")]
    Task<AccessToken> CreateAsync(
        [Header("Authorization")] string basic, [Path] string username, [Body] NewToken token, CancellationToken cancellation);

    /// <param name="token">Its id or its name.</param>
    [Delete("users/{username}/tokens/{token}")]
    Task DeleteAsync([Header("Authorization")] string basic, [Path] string username, [Path] string token, CancellationToken cancellation);
}
