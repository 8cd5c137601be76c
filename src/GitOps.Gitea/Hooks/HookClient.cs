using GitOps.Gitea.Errors;
using GitOps.Gitea.Http;

namespace GitOps.Gitea.Hooks;

/// <summary>Webhooks of a repository, and those of the whole system, for administrators.</summary>
public sealed class HookClient
{
    private readonly GiteaConnection _connection;
    private readonly IHooksApi _api;

    internal HookClient(GiteaConnection connection)
    {
        (_connection, _api) = (connection, connection.Api<IHooksApi>());
        _api.Sudo = connection.Sudo;
    }

    public Task<IReadOnlyList<Hook>> ListAsync(RepositoryName repository, CancellationToken cancellation) => _connection.ListAsync(
        $"the hooks of {repository}",
        (page, limit, token) => _api.ListAsync(repository.Owner, repository.Name, page, limit, token),
        hook => hook.Id,
        cancellation);

    /// <returns>Null when there is none.</returns>
    public Task<Hook?> FindAsync(RepositoryName repository, long id, CancellationToken cancellation) => _connection.Visibility.FindAsync(
        () => _api.GetAsync(repository.Owner, repository.Name, id, cancellation), cancellation);

    /// <summary>Makes a hook. Gitea makes a second one of the same URL without a word: list first.</summary>
    /// <exception cref="GiteaValidationException">The URL, content type or an event is none.</exception>
    public Task<Hook> CreateAsync(RepositoryName repository, NewHook hook, CancellationToken cancellation) =>
        _api.CreateAsync(repository.Owner, repository.Name, hook, cancellation);

    public Task<Hook> EditAsync(RepositoryName repository, long id, HookEdit edit, CancellationToken cancellation) =>
        _api.EditAsync(repository.Owner, repository.Name, id, edit, cancellation);

    /// <returns>Whether it was there.</returns>
    public Task<bool> DeleteAsync(RepositoryName repository, long id, CancellationToken cancellation) => _connection.Visibility.IsThereAsync(
        () => _api.DeleteAsync(repository.Owner, repository.Name, id, cancellation), cancellation);

    /// <summary>Has Gitea deliver the last push once more, soon after.</summary>
    /// <exception cref="GiteaNotFoundException">There is no such hook, or the repository is empty.</exception>
    public Task TestAsync(RepositoryName repository, long id, CancellationToken cancellation) =>
        _api.TestAsync(repository.Owner, repository.Name, id, cancellation);

    /// <summary>The system's hooks and, where Gitea tells them apart (1.26), the default ones too.</summary>
    public Task<IReadOnlyList<Hook>> ListSystemAsync(CancellationToken cancellation) => _connection.ListAsync(
        "the system's hooks", (page, limit, token) => _api.ListSystemAsync("all", page, limit, token), hook => hook.Id, cancellation);

    /// <param name="hook">Made by <see cref="NewHook.System"/>.</param>
    public Task<Hook> CreateSystemAsync(NewHook hook, CancellationToken cancellation) => _api.CreateSystemAsync(hook, cancellation);

    /// <returns>Null when there is none.</returns>
    public Task<Hook?> FindSystemAsync(long id, CancellationToken cancellation) =>
        _connection.Visibility.FindAsync(() => _api.GetSystemAsync(id, cancellation), cancellation);

    public Task<Hook> EditSystemAsync(long id, HookEdit edit, CancellationToken cancellation) => _api.EditSystemAsync(id, edit, cancellation);

    /// <returns>Whether it was there.</returns>
    public Task<bool> DeleteSystemAsync(long id, CancellationToken cancellation) =>
        _connection.Visibility.IsThereAsync(() => _api.DeleteSystemAsync(id, cancellation), cancellation);
}
