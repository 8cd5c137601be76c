using GitOps.Gitea.Errors;
using GitOps.Gitea.Http;

namespace GitOps.Gitea.Keys;

/// <summary>SSH keys that open one repository each; for who administrates it.</summary>
public sealed class DeployKeyClient
{
    private readonly GiteaConnection _connection;
    private readonly IDeployKeysApi _api;

    internal DeployKeyClient(GiteaConnection connection)
    {
        (_connection, _api) = (connection, connection.Api<IDeployKeysApi>());
        _api.Sudo = connection.Sudo;
    }

    /// <exception cref="GiteaNotFoundException">There is no such repository, or it may not be seen.</exception>
    public Task<IReadOnlyList<DeployKey>> ListAsync(RepositoryName repository, CancellationToken cancellation) => _connection.ListAsync(
        $"the keys of {repository}", (page, limit, token) => _api.ListAsync(repository.Owner, repository.Name, page, limit, token), key => key.Id, cancellation);

    /// <summary>Adds a key to a repository's. The same key may open several repositories, but then it is no user's.</summary>
    /// <exception cref="GiteaConflictException">The repository has that key or that title already, or a user has the key.</exception>
    /// <exception cref="GiteaValidationException">It is no key.</exception>
    public Task<DeployKey> AddAsync(RepositoryName repository, NewKey key, CancellationToken cancellation) =>
        _api.AddAsync(repository.Owner, repository.Name, key, cancellation);

    /// <summary>Takes a key away. Whether it was there Gitea does not say.</summary>
    public Task DeleteAsync(RepositoryName repository, long id, CancellationToken cancellation) =>
        _connection.Visibility.IsThereAsync(() => _api.DeleteAsync(repository.Owner, repository.Name, id, cancellation), cancellation);
}
