using GitOps.Gitea.Errors;
using GitOps.Gitea.Http;
using GitOps.Gitea.Paging;

namespace GitOps.Gitea.Users;

/// <summary>Users.</summary>
public sealed class UserClient
{
    private readonly GiteaConnection _connection;
    private readonly IUsersApi _api;

    internal UserClient(GiteaConnection connection)
    {
        (_connection, _api) = (connection, connection.Api<IUsersApi>());
        _api.Sudo = connection.Sudo;
    }

    /// <summary>Who is asking.</summary>
    public Task<GiteaUser> GetCurrentAsync(CancellationToken cancellation) => _api.GetCurrentAsync(cancellation);

    /// <exception cref="GiteaNotFoundException">There is none, or it may not be seen.</exception>
    public Task<GiteaUser> GetAsync(string login, CancellationToken cancellation) => _api.GetAsync(LoginName.Check(login), cancellation);

    /// <returns>Null when there is none.</returns>
    /// <exception cref="GiteaNotVisibleException">The caller is no administrator and cannot know.</exception>
    public Task<GiteaUser?> FindAsync(string login, CancellationToken cancellation) =>
        _connection.Visibility.FindAsync(() => GetAsync(login, cancellation), cancellation);

    /// <summary>Whether this credential may do what site administrators do: its owner is one, and its scopes reach so far.</summary>
    public async Task<bool> IsAdministratorAsync(CancellationToken cancellation)
    {
        try
        {
            await _api.ListAsync(sort: null, order: null, page: 1, limit: 1, cancellation);
            return true;
        }
        catch (GiteaException refusal) when (refusal is GiteaForbiddenException or GiteaUnauthorizedException)
        {
            return false;
        }
    }

    /// <summary>All users, private ones too; for administrators.</summary>
    /// <exception cref="GiteaIncompleteException">The list kept changing.</exception>
    public Task<IReadOnlyList<GiteaUser>> ListAsync(CancellationToken cancellation) => All().ToListAsync(cancellation);

    /// <summary>All users, each as its page arrives; ends without an error only when all were given.</summary>
    public IAsyncEnumerable<GiteaUser> StreamAsync(CancellationToken cancellation) => All().StreamAsync(null, cancellation);

    /// <summary>All users whose name, full name or mail holds the text.</summary>
    /// <exception cref="GiteaIncompleteException">The list kept changing.</exception>
    public Task<IReadOnlyList<GiteaUser>> SearchAsync(string text, CancellationToken cancellation) =>
        _connection.List(
            $"the users that match '{text}'",
            async (page, limit, token) => Page<GiteaUser>.Of(await _api.SearchAsync(text, page, limit, token)),
            user => user.Id).ToListAsync(cancellation);

    /// <exception cref="GiteaConflictException">The name or the mail is taken.</exception>
    public Task<GiteaUser> CreateAsync(NewUser user, CancellationToken cancellation) => _api.CreateAsync(user, cancellation);

    public Task<GiteaUser> EditAsync(string login, UserEdit edit, CancellationToken cancellation) =>
        _api.EditAsync(LoginName.Check(login), edit, cancellation);

    /// <param name="purge">Delete the user's repositories too; without it an owner of repositories is not deleted.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="GiteaConflictException">The user owns repositories.</exception>
    public Task<bool> DeleteAsync(string login, bool purge, CancellationToken cancellation) => _connection.Visibility.IsThereAsync(
        () => _api.DeleteAsync(LoginName.Check(login), purge ? true : null, cancellation), cancellation);

    // Sorted newest first where Gitea can (1.26); 1.21 passes the request over and sorts by name, which the reading notices.
    private PagedList<GiteaUser, long> All() => _connection.List(
        "all users",
        async (page, limit, token) => Page<GiteaUser>.Of(await _api.ListAsync("id", "desc", page, limit, token)),
        user => user.Id,
        newestFirst: user => user.Id);
}
