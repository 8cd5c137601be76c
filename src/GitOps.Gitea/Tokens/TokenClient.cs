using System.Globalization;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Http;

namespace GitOps.Gitea.Tokens;

/// <summary>
/// Access tokens. Gitea takes only a name and a password for these calls
/// (<see cref="GiteaCredential.Basic(string, string)"/>), the user's own or an administrator's.
/// </summary>
public sealed class TokenClient
{
    private readonly GiteaConnection _connection;
    private readonly ITokensApi _api;

    internal TokenClient(GiteaConnection connection) => (_connection, _api) = (connection, connection.Api<ITokensApi>());

    /// <summary>The user's tokens, without their secrets.</summary>
    public Task<IReadOnlyList<AccessToken>> ListAsync(GiteaCredential basic, string login, CancellationToken cancellation) => _connection.ListAsync(
        $"the tokens of {login}",
        (page, limit, token) => _api.ListAsync(basic.Header.ToString(), LoginName.Check(login), page, limit, token),
        token => token.Id,
        cancellation);

    /// <summary>Makes a token; its secret is in the answer and nowhere else.</summary>
    /// <exception cref="GiteaUnauthorizedException">The credential is a token, or wrong.</exception>
    /// <exception cref="GiteaValidationException">The name is taken, or there is no scope or a wrong one.</exception>
    public Task<AccessToken> CreateAsync(GiteaCredential basic, string login, NewToken token, CancellationToken cancellation) =>
        _api.CreateAsync(basic.Header.ToString(), LoginName.Check(login), token, cancellation);

    /// <exception cref="GiteaNotFoundException">There is none of that id.</exception>
    public Task DeleteAsync(GiteaCredential basic, string login, long id, CancellationToken cancellation) =>
        _api.DeleteAsync(basic.Header.ToString(), LoginName.Check(login), id.ToString(CultureInfo.InvariantCulture), cancellation);
}
