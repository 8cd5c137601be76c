using GitOps.Gitea.Paging;
using GitOps.Gitea.Users;
using RestEase;

namespace GitOps.Gitea.Http;

/// <summary>What every part of the client asks through: the declared interfaces over one pipeline, as one user.</summary>
internal sealed class GiteaConnection
{
    private readonly GiteaRequester _requester;
    private readonly TimeProvider _time;

    public GiteaConnection(HttpClient http, GiteaOptions options, TimeProvider time, string? sudo)
    {
        (_requester, Options, _time, Sudo) = (new GiteaRequester(http), options, time, sudo);
        Visibility = new(Api<IUsersApi>(), sudo, options, time);
    }

    public GiteaOptions Options { get; }

    public string? Sudo { get; }

    public Visibility Visibility { get; }

    public T Api<T>() => RestClient.For<T>(_requester);

    public PagedList<T, TKey> List<T, TKey>(
        string what, Func<int, int, CancellationToken, Task<Page<T>>> read, Func<T, TKey> key, Func<T, long>? newestFirst = null)
        where TKey : notnull =>
        new(what, (page, cancellation) => read(page, Options.PageSize, cancellation), key, Options, newestFirst);

    public async Task<IReadOnlyList<T>> ListAsync<T, TKey>(
        string what, Func<int, int, CancellationToken, Task<Response<List<T>?>>> read, Func<T, TKey> key, CancellationToken cancellation)
        where TKey : notnull
    {
        var list = List(what, async (page, limit, token) => Page<T>.Of(await read(page, limit, token)), key);
        return await list.ToListAsync(cancellation);
    }

    /// <summary>A connection that acts as another user.</summary>
    public static GiteaConnection As(HttpClient http, GiteaConnection connection, string login) =>
        new(http, connection.Options, connection._time, login);
}
