using GitOps.Gitea.Errors;
using GitOps.Gitea.Http;

namespace GitOps.Gitea.Keys;

/// <summary>SSH public keys of users.</summary>
public sealed class KeyClient
{
    private readonly GiteaConnection _connection;
    private readonly IKeysApi _api;

    internal KeyClient(GiteaConnection connection)
    {
        (_connection, _api) = (connection, connection.Api<IKeysApi>());
        _api.Sudo = connection.Sudo;
    }

    public Task<IReadOnlyList<PublicKey>> ListAsync(string login, CancellationToken cancellation) => _connection.ListAsync(
        $"the keys of {login}", (page, limit, token) => _api.ListAsync(LoginName.Check(login), page, limit, token), key => key.Id, cancellation);

    /// <summary>Adds a key to a user's; for administrators.</summary>
    /// <exception cref="GiteaConflictException">The key belongs to somebody already.</exception>
    /// <exception cref="GiteaValidationException">It is no key.</exception>
    public Task<PublicKey> AddAsync(string login, NewKey key, CancellationToken cancellation) =>
        _api.AddAsync(LoginName.Check(login), key, cancellation);

    /// <returns>Whether it was there.</returns>
    public Task<bool> DeleteAsync(string login, long id, CancellationToken cancellation) =>
        _connection.Visibility.IsThereAsync(() => _api.DeleteAsync(LoginName.Check(login), id, cancellation), cancellation);
}
