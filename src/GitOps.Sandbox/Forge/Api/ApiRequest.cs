using System.Globalization;
using System.Text.Json;
using GitOps.Sandbox.Forge.Access;
using GitOps.Sandbox.Forge.Bodies;
using GitOps.Sandbox.Forge.Git;
using GitOps.Sandbox.Forge.Metadata;
using Microsoft.AspNetCore.Http.Extensions;

namespace GitOps.Sandbox.Forge.Api;

/// <summary>One API request, with what its handler needs to ask of it.</summary>
internal sealed class ApiRequest(EmbeddedForge forge, HttpContext http, Caller caller)
{
    private const int DefaultLimit = 30;

    /// <summary>Gitea caps a page at this without saying so.</summary>
    public const int MaxLimit = 50;

    public EmbeddedForge Forge { get; } = forge;

    public MetadataStore Store { get; } = forge.Store;

    public Caller Caller { get; } = caller;

    public HttpContext Http { get; } = http;

    public CancellationToken Cancellation => Http.RequestAborted;

    public BodyWriter Bodies { get; } = new(forge.Store, BaseUrl(http.Request));

    /// <summary>The signed-in account.</summary>
    /// <exception cref="ApiException">401: nobody is.</exception>
    public Account Account => Caller.Account ?? throw new ApiException(401, "token is required");

    /// <summary>A part of the path, decoded. The server leaves an escaped slash as it is.</summary>
    public string Route(string name) =>
        (Http.Request.RouteValues[name] as string ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    public string? Query(string name) => Http.Request.Query[name].FirstOrDefault();

    public bool Flag(string name, bool otherwise = false) => bool.TryParse(Query(name), out var value) ? value : Query(name) is "1" || otherwise;

    public long Id(string name) =>
        long.TryParse(Route(name), CultureInfo.InvariantCulture, out var id) ? id : throw ApiException.NotFound();

    /// <summary>The user in the path, seen by this caller.</summary>
    /// <exception cref="AccountMovedException">It is called otherwise now.</exception>
    public Account PathUser(string name = "username")
    {
        var login = Route(name);
        return Store.Account(login)
            ?? throw (Store.MovedAccount(login) is { } moved ? new AccountMovedException(login, moved.Name) : ApiException.NoUser(login));
    }

    /// <summary>The repository in the path, if the caller may do this much in it.</summary>
    /// <exception cref="ApiException">404 to whom it is hidden, 403 to whom it is shown.</exception>
    public Repository Repository(AccessLevel needed = AccessLevel.Read)
    {
        var owner = PathUser("owner");
        var name = Route("repo");
        if (Store.Repository(owner.Id, name) is not { } repository)
        {
            var moved = Store.Redirect(owner.Id, name) ?? throw ApiException.NotFound();
            throw new RepositoryMovedException(Bodies.FullName(moved));
        }

        return Check(repository, needed);
    }

    public Repository Check(Repository repository, AccessLevel needed)
    {
        var level = Caller.LevelIn(repository);
        if (level == AccessLevel.None)
        {
            throw ApiException.NotFound();
        }

        return level >= needed
            ? repository
            : throw ApiException.Forbidden(needed >= AccessLevel.Admin
                ? "user should be an owner or a collaborator with admin write of a repository"
                : "user should have a permission to write to the target branch");
    }

    public RepositoryBody Body(Repository repository) => Bodies.Repository(repository, Caller.LevelIn(repository));

    /// <summary>Reads the JSON body.</summary>
    /// <exception cref="ApiException">422: there is none, or it is not what it should be.</exception>
    public async Task<T> ReadAsync<T>()
        where T : class
    {
        if (Http.Request.ContentLength is 0 || (Http.Request.ContentLength is null && string.IsNullOrEmpty(Http.Request.ContentType)))
        {
            throw ApiException.Invalid("[]: Empty Content-Type");
        }

        try
        {
            return await JsonSerializer.DeserializeAsync<T>(Http.Request.Body, ForgeJson.Options, Cancellation)
                ?? throw ApiException.Invalid("[]: null");
        }
        catch (JsonException error)
        {
            throw ApiException.Invalid(error.Message.Contains(" end of ", StringComparison.Ordinal) || error.Message.Contains("at the end", StringComparison.Ordinal)
                ? "[]: unexpected EOF"
                : $"[]: {error.Message}");
        }
    }

    public (int Page, int Limit) Paging(string limitName = "limit")
    {
        var page = int.TryParse(Query("page"), CultureInfo.InvariantCulture, out var asked) && asked > 0 ? asked : 1;
        var limit = int.TryParse(Query(limitName), CultureInfo.InvariantCulture, out asked) && asked > 0 ? Math.Min(asked, MaxLimit) : DefaultLimit;
        return (page, limit);
    }

    /// <summary>One page of a list, with the headers that tell of the others.</summary>
    public ApiAnswer Page<T>(IReadOnlyList<T> all, Func<T, object> body, Func<List<object>, object>? envelope = null)
    {
        var (page, limit) = Paging();
        var rows = new List<object>();
        for (var at = (long)(page - 1) * limit; at < all.Count && rows.Count < limit; at++)
        {
            rows.Add(body(all[(int)at]));
        }

        return new ApiAnswer(200, envelope is null ? rows : envelope(rows)) { Headers = PageHeaders(all.Count, page, limit) };
    }

    public List<(string Name, string Value)> PageHeaders(int total, int page, int limit)
    {
        var headers = new List<(string, string)> { ("X-Total-Count", total.ToString(CultureInfo.InvariantCulture)) };
        var link = PageLinks(total, page, limit);
        headers.Add(("Access-Control-Expose-Headers", link.Length > 0 ? "Link, X-Total-Count" : "X-Total-Count"));
        if (link.Length > 0)
        {
            headers.Add(("Link", link));
        }

        return headers;
    }

    private string PageLinks(int total, int page, int limit)
    {
        var last = Math.Max(1, (total + limit - 1) / limit);
        var current = Math.Min(page, last);
        var links = new List<string>();
        if (current < last)
        {
            links.Add($"<{PageUrl(current + 1)}>; rel=\"next\"");
            links.Add($"<{PageUrl(last)}>; rel=\"last\"");
        }

        if (current > 1)
        {
            links.Add($"<{PageUrl(1)}>; rel=\"first\"");
            links.Add($"<{PageUrl(current - 1)}>; rel=\"prev\"");
        }

        return string.Join(',', links);
    }

    private string PageUrl(int page)
    {
        var query = Http.Request.Query
            .Where(pair => pair.Key is not ("page" or "token" or "access_token"))
            .SelectMany(pair => pair.Value.Select(value => (pair.Key, Value: value ?? "")))
            .Append(("page", page.ToString(CultureInfo.InvariantCulture)))
            .OrderBy(pair => pair.Item1, StringComparer.Ordinal)
            .Select(pair => $"{Escape(pair.Item1)}={Escape(pair.Item2)}");
        return $"{Bodies.Root}{Http.Request.Path.ToUriComponent()}?{string.Join('&', query)}";
    }

    private static string Escape(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);

    public static Uri BaseUrl(HttpRequest request) => new(UriHelper.BuildAbsolute(request.Scheme, request.Host));

    /// <summary>The repository's objects and refs.</summary>
    public BareRepository Open(Repository repository) => Forge.Files.Open(repository);
}
