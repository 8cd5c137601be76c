using GitOps.Gitea.Paging;
using GitOps.Gitea.Users;
using Microsoft.Extensions.Logging;
using RestEase;

namespace GitOps.Gitea.Http;

/// <summary>What every part of the client asks through: the declared interfaces over one pipeline, as one user.</summary>
internal sealed class GiteaConnection : IDisposable
{
    private readonly HttpMessageHandler _pipeline;
    private readonly HttpClient _http;
    private readonly GiteaRequester _requester;
    private readonly TimeProvider _time;

    private GiteaConnection(HttpMessageHandler pipeline, HttpClient http, GiteaOptions options, GiteaServer server, TimeProvider time, string? sudo)
    {
        (_pipeline, _http, _requester, Options, Server, _time, Sudo) = (pipeline, http, new GiteaRequester(http), options, server, time, sudo);
        Visibility = new(Api<IUsersApi>(), sudo, options, time);
    }

    public GiteaOptions Options { get; }

    public GiteaServer Server { get; }

    public string? Sudo { get; }

    public Visibility Visibility { get; }

    public static GiteaConnection Open(GiteaOptions options, TimeProvider time, ILogger log, HttpMessageHandler? transport)
    {
        var server = new GiteaServer(time);
        var pipeline = GiteaPipeline.Build(options, server, time, log, transport);
        return new(pipeline, ClientOver(pipeline, options), options, server, time, sudo: null);
    }

    /// <summary>The same connection acting as another user; not to be disposed.</summary>
    public GiteaConnection As(string login) => new(_pipeline, _http, Options, Server, _time, login);

    /// <summary>The same connection with another credential; not to be disposed.</summary>
    public GiteaConnection With(GiteaCredential credential)
    {
        var http = ClientOver(_pipeline, Options);
        http.DefaultRequestHeaders.Authorization = credential.Header;
        return new(_pipeline, http, Options, Server, _time, sudo: null);
    }

    private static HttpClient ClientOver(HttpMessageHandler pipeline, GiteaOptions options) => new(pipeline, disposeHandler: false)
    {
        BaseAddress = new Uri($"{options.BaseUrl!.AbsoluteUri.TrimEnd('/')}/api/v1/"),
        Timeout = Timeout.InfiniteTimeSpan,
    };

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

    public void Dispose()
    {
        _http.Dispose();
        _pipeline.Dispose();
    }
}
