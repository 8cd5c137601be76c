using GitOps.Gitea.Errors;
using GitOps.Gitea.Http;
using GitOps.Gitea.Repositories;
using GitOps.Gitea.Users;

namespace GitOps.Gitea.Scopes;

/// <summary>
/// What the scopes of this credential allow. Gitea tells nobody its token's scopes, and the rights in its answers are the owner's. But it
/// looks at the scopes before it looks at a body: a call that lacks everything it would need is refused with 403 to who may not make it,
/// and with 422 to who may. It changes nothing.
/// </summary>
public sealed class ScopeClient
{
    private readonly IUsersApi _users;
    private readonly IRepositoriesApi _repositories;

    internal ScopeClient(GiteaConnection connection)
    {
        (_users, _repositories) = (connection.Api<IUsersApi>(), connection.Api<IRepositoriesApi>());
        _users.Sudo = _repositories.Sudo = connection.Sudo;
    }

    /// <exception cref="GiteaException">Gitea could not be asked.</exception>
    public Task<bool> HasAsync(TokenRight right, CancellationToken cancellation) => right switch
    {
        TokenRight.WriteRepositories => IsTakenAsync(right, () => _repositories.MigrateAsync(new Migration("", ""), cancellation)),
        TokenRight.MakeRepositories => IsTakenAsync(right, () => _repositories.CreateAsync(new NewRepository(""), cancellation)),
        TokenRight.Administrate => IsTakenAsync(right, () => _users.CreateAsync(new NewUser("", "", ""), cancellation)),
        _ => throw new ArgumentOutOfRangeException(nameof(right), right, "There is no such right."),
    };

    private static async Task<bool> IsTakenAsync(TokenRight right, Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (GiteaValidationException)
        {
            return true;
        }
        catch (GiteaException refusal) when (refusal is GiteaForbiddenException or GiteaUnauthorizedException)
        {
            return false;
        }
        throw new GiteaProtocolException($"Whether a token may {right} could not be found out: Gitea took a request that lacks everything it needs. Check what answers at Gitea's address.");
    }
}
