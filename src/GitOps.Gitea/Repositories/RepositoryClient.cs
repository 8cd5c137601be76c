using GitOps.Gitea.Errors;
using GitOps.Gitea.Http;
using GitOps.Gitea.Paging;

namespace GitOps.Gitea.Repositories;

/// <summary>Repositories.</summary>
public sealed class RepositoryClient
{
    private readonly GiteaConnection _connection;
    private readonly IRepositoriesApi _api;

    internal RepositoryClient(GiteaConnection connection)
    {
        (_connection, _api) = (connection, connection.Api<IRepositoriesApi>());
        _api.Sudo = connection.Sudo;
    }

    /// <summary>A renamed repository is found under its old name too, and answers with the new one.</summary>
    /// <exception cref="GiteaNotFoundException">There is none, or it may not be seen.</exception>
    public Task<GiteaRepository> GetAsync(RepositoryName repository, CancellationToken cancellation) =>
        _api.GetAsync(repository.Owner, repository.Name, cancellation);

    /// <returns>Null when there is none.</returns>
    /// <exception cref="GiteaNotVisibleException">The caller is no administrator and cannot know.</exception>
    public Task<GiteaRepository?> FindAsync(RepositoryName repository, CancellationToken cancellation) =>
        _connection.Visibility.FindAsync(() => GetAsync(repository, cancellation), cancellation);

    /// <summary>The repository of that id, whatever it is called by now.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="GiteaNotVisibleException">The caller is no administrator and cannot know.</exception>
    public Task<GiteaRepository?> FindByIdAsync(long id, CancellationToken cancellation) =>
        _connection.Visibility.FindAsync(() => _api.GetByIdAsync(id, cancellation), cancellation);

    /// <summary>All repositories that a user owns.</summary>
    /// <exception cref="GiteaNotFoundException">There is no such user, or it may not be seen.</exception>
    /// <exception cref="GiteaIncompleteException">The list kept changing.</exception>
    public Task<IReadOnlyList<GiteaRepository>> ListOfUserAsync(string login, CancellationToken cancellation) => _connection.ListAsync(
        $"the repositories of {login}",
        (page, limit, token) => _api.ListOfUserAsync(LoginName.Check(login), page, limit, token),
        repository => repository.Id,
        cancellation);

    /// <summary>All repositories that the caller sees; for an administrator, all there are.</summary>
    /// <exception cref="GiteaIncompleteException">The list kept changing.</exception>
    public Task<IReadOnlyList<GiteaRepository>> ListAsync(CancellationToken cancellation) => All().ToListAsync(cancellation);

    /// <summary>All repositories, each as its page arrives; ends without an error only when all were given.</summary>
    public IAsyncEnumerable<GiteaRepository> StreamAsync(CancellationToken cancellation) => All().StreamAsync(null, cancellation);

    /// <summary>
    /// The repositories that were updated at that time or later, newest first; reads no more pages than that takes.
    /// <see cref="GiteaRepository.UpdatedAt"/> lags behind a push by seconds and has seconds for a grain: overlap the windows.
    /// </summary>
    /// <exception cref="GiteaIncompleteException">The list kept changing.</exception>
    public IAsyncEnumerable<GiteaRepository> StreamUpdatedSinceAsync(DateTimeOffset since, CancellationToken cancellation) =>
        Search("updated", repository => repository.UpdatedAt.UtcTicks).StreamAsync(repository => repository.UpdatedAt < since, cancellation);

    /// <summary>Creates a repository for a user; for administrators.</summary>
    /// <exception cref="GiteaConflictException">The user has one of that name.</exception>
    /// <exception cref="GiteaNotFoundException">There is no such user.</exception>
    public Task<GiteaRepository> CreateAsync(string owner, NewRepository repository, CancellationToken cancellation) =>
        _api.CreateForUserAsync(LoginName.Check(owner), repository, cancellation);

    /// <summary>Creates a repository of the caller's own.</summary>
    /// <exception cref="GiteaConflictException">The caller has one of that name.</exception>
    public Task<GiteaRepository> CreateOwnAsync(NewRepository repository, CancellationToken cancellation) => _api.CreateAsync(repository, cancellation);

    /// <summary>Whether the caller is shown any private repository. A token for public things alone is shown none, whoever owns it.</summary>
    /// <exception cref="GiteaForbiddenException">The token may not read repositories.</exception>
    public async Task<bool> SeesPrivateAsync(CancellationToken cancellation) =>
        Page<GiteaRepository>.Of(await _api.SearchAsync(null, null, null, true, "id", "desc", 1, 1, cancellation)).Items.Count > 0;

    public Task<GiteaRepository> EditAsync(RepositoryName repository, RepositoryEdit edit, CancellationToken cancellation) =>
        _api.EditAsync(repository.Owner, repository.Name, edit, cancellation);

    /// <returns>Whether it was there.</returns>
    public Task<bool> DeleteAsync(RepositoryName repository, CancellationToken cancellation) => _connection.Visibility.IsThereAsync(
        () => _api.DeleteAsync(repository.Owner, repository.Name, cancellation), cancellation);

    private PagedList<GiteaRepository, long> All() => Search("id", repository => repository.Id);

    private PagedList<GiteaRepository, long> Search(string sort, Func<GiteaRepository, long> newestFirst) => _connection.List(
        $"the repositories by {sort}",
        async (page, limit, token) => Page<GiteaRepository>.Of(await _api.SearchAsync(null, null, null, null, sort, "desc", page, limit, token)),
        repository => repository.Id,
        newestFirst);
}
