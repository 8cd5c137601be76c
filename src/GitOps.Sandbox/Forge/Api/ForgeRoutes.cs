using System.Net;
using System.Text;
using GitOps.Sandbox.Forge.Access;
using GitOps.Sandbox.Forge.Git;

namespace GitOps.Sandbox.Forge.Api;

/// <summary>
/// The table of API routes. Every request passes the same gates in the same order: who calls, on whose behalf (sudo),
/// within which token scope, and then the handler; whatever goes wrong is answered in Gitea's shape.
/// </summary>
internal sealed class ForgeRoutes(EmbeddedForge forge, IEndpointRouteBuilder endpoints, ILogger<ForgeRoutes> log)
{
    public ForgeRoutes Get(string pattern, string? scope, Func<ApiRequest, ApiAnswer> handler) => Map("GET", pattern, scope, request => Task.FromResult(handler(request)));

    public ForgeRoutes Post(string pattern, string? scope, Func<ApiRequest, Task<ApiAnswer>> handler) => Map("POST", pattern, scope, handler);

    public ForgeRoutes Put(string pattern, string? scope, Func<ApiRequest, Task<ApiAnswer>> handler) => Map("PUT", pattern, scope, handler);

    public ForgeRoutes Patch(string pattern, string? scope, Func<ApiRequest, Task<ApiAnswer>> handler) => Map("PATCH", pattern, scope, handler);

    public ForgeRoutes Delete(string pattern, string? scope, Func<ApiRequest, Task<ApiAnswer>> handler) => Map("DELETE", pattern, scope, handler);

    public ForgeRoutes Delete(string pattern, string? scope, Func<ApiRequest, ApiAnswer> handler) => Map("DELETE", pattern, scope, request => Task.FromResult(handler(request)));

    private ForgeRoutes Map(string method, string pattern, string? scope, Func<ApiRequest, Task<ApiAnswer>> handler)
    {
        var route = "/api/v1" + pattern;
        endpoints.MapMethods(route, [method], http => HandleAsync(http, method, route, scope, handler));
        return this;
    }

    private async Task HandleAsync(HttpContext http, string method, string route, string? scope, Func<ApiRequest, Task<ApiAnswer>> handler)
    {
        forge.Requests.Count(method, route);
        forge.LearnUrl(ApiRequest.BaseUrl(http.Request));
        http.Response.Headers.CacheControl = "max-age=0, private, must-revalidate, no-transform";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        ApiAnswer answer;
        try
        {
            var caller = Sudo(http.Request, forge.Authenticator.Authenticate(http.Request));
            CheckScope(caller, scope, write: method != "GET");
            answer = await handler(new ApiRequest(forge, http, caller));
        }
        catch (ApiException error)
        {
            answer = Answer(http, error);
        }
        catch (SignInException error)
        {
            answer = Answer(http, new ApiException(401, error.Message));
        }
        catch (RepositoryMovedException moved)
        {
            answer = Redirect(http.Request, moved);
        }
        catch (AccountMovedException moved)
        {
            answer = Redirect(http.Request, moved);
        }
        catch (RefUpdateException error)
        {
            answer = Answer(http, new ApiException(409, error.Message));
        }
        catch (Exception error) when (!http.RequestAborted.IsCancellationRequested)
        {
            // The edge of a request: the client learns that it failed, the log why.
            log.LogError(error, "{Method} {Route} failed", method, route);
            answer = Answer(http, new ApiException(500, "internal error"));
        }

        if (http.Request.Query.ContainsKey("token") || http.Request.Query.ContainsKey("access_token"))
        {
            http.Response.Headers["X-Gitea-Warning"] = "token and access_token API authentication is deprecated and will be removed in gitea 1.23. Please use AuthorizationHeaderToken instead. Existing queries will continue to work but without authorization.";
        }

        await answer.WriteAsync(http.Response, http.RequestAborted);
    }

    // Everything below /admin asks for an administrator before it asks for the token's scope.
    private static void CheckScope(Caller caller, string? scope, bool write)
    {
        if (scope == TokenScope.Admin)
        {
            if (caller.Account is null)
            {
                throw new ApiException(401, "token is required");
            }

            if (!caller.IsAdmin)
            {
                throw ApiException.Forbidden("user should be the site admin");
            }
        }

        foreach (var category in scope?.Split(' ') ?? [])
        {
            if (!caller.Allows(category, write))
            {
                throw ApiException.Forbidden(
                    $"token does not have at least one of required scope(s), required=[{(write ? "write" : "read")}:{category}], token scope={string.Join(',', caller.Token!.Scopes)}");
            }
        }
    }

    private Caller Sudo(HttpRequest request, Caller caller)
    {
        var name = request.Query["sudo"].FirstOrDefault() ?? request.Headers["Sudo"].FirstOrDefault();
        if (string.IsNullOrEmpty(name))
        {
            return caller;
        }

        if (!caller.IsAdmin)
        {
            throw new ApiException(403, "Only administrators allowed to sudo.") { HasUrl = false };
        }

        return caller with { Account = forge.Store.Account(name) ?? throw ApiException.NotFound() };
    }

    private static ApiAnswer Answer(HttpContext http, ApiException error)
    {
        var url = $"{ApiRequest.BaseUrl(http.Request).GetLeftPart(UriPartial.Authority)}/api/swagger";
        return new ApiAnswer(error.Status, error switch
        {
            { HasErrors: true } => new { error.Errors, error.Message, Url = url },
            { HasUrl: true } => new { error.Message, Url = url },
            _ => new { error.Message },
        });
    }

    private static ApiAnswer Redirect(HttpRequest request, AccountMovedException moved)
    {
        var parts = request.Path.ToUriComponent().Split('/');
        // The first part below /api/v1 that is the former name: a repository may be called like its owner.
        var at = Array.FindIndex(parts, 4, part => string.Equals(Uri.UnescapeDataString(part), moved.Former, StringComparison.OrdinalIgnoreCase));
        parts[at] = moved.Name;
        var location = string.Join('/', parts) + request.QueryString;
        return new ApiAnswer(307)
        {
            Headers = [("Location", location)],
            ContentType = "text/html; charset=utf-8",
            Raw = request.Method == "GET" ? Encoding.UTF8.GetBytes($"<a href=\"{WebUtility.HtmlEncode(location)}\">Temporary Redirect</a>.\n\n") : [],
        };
    }

    private static ApiAnswer Redirect(HttpRequest request, RepositoryMovedException moved)
    {
        var parts = request.Path.ToUriComponent().Split('/');
        var rest = string.Concat(parts.Skip(6).Select(part => "/" + part));
        var location = $"/api/v1/repos/{moved.FullName}{rest}{request.QueryString}";
        return new ApiAnswer(301)
        {
            Headers = [("Location", location)],
            ContentType = "text/html; charset=utf-8",
            Raw = Encoding.UTF8.GetBytes($"<a href=\"{WebUtility.HtmlEncode(location)}\">Moved Permanently</a>.\n\n"),
        };
    }
}
