using GitOps.Sandbox.Forge.Access;
using GitOps.Sandbox.Forge.Api;
using GitOps.Sandbox.Forge.Metadata;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace GitOps.Sandbox.Forge.SmartHttp;

/// <summary>
/// git over HTTP (gitprotocol-http(5)): the three requests that make up clone, fetch and push, with the forge's own
/// users and permissions. Which directory is served comes from the metadata alone, never from the path.
/// </summary>
internal sealed class SmartHttpEndpoints(EmbeddedForge forge, ILogger<HttpBackend> log)
{
    private const string UploadPack = "git-upload-pack";
    private const string ReceivePack = "git-receive-pack";
    private readonly HttpBackend _backend = new(forge.Git, forge.Files.Root, log);

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/{owner}/{repo}/info/refs", ["GET"], http => ServeAsync(http, "info/refs", http.Request.Query["service"].FirstOrDefault() ?? ""));
        endpoints.MapMethods($"/{{owner}}/{{repo}}/{UploadPack}", ["POST"], http => ServeAsync(http, UploadPack, UploadPack));
        endpoints.MapMethods($"/{{owner}}/{{repo}}/{ReceivePack}", ["POST"], http => ServeAsync(http, ReceivePack, ReceivePack));
    }

    private async Task ServeAsync(HttpContext http, string action, string service)
    {
        forge.Requests.Count(http.Request.Method, $"/{{owner}}/{{repo}}/{action}" + (action == "info/refs" ? $"?service={service}" : ""));
        forge.LearnUrl(ApiRequest.BaseUrl(http.Request));
        if (service is not (UploadPack or ReceivePack))
        {
            await RefuseAsync(http, 403, "Please upgrade your git client: the dumb HTTP protocol is not served.");
            return;
        }

        Caller caller;
        try
        {
            caller = forge.Authenticator.Authenticate(http.Request);
        }
        catch (SignInException error)
        {
            await ChallengeAsync(http, error.Message);
            return;
        }

        var write = service == ReceivePack;
        if (Find(http) is not { } repository || caller.LevelIn(repository) == AccessLevel.None)
        {
            // Who is not signed in may be somebody who may see it; who is, is told as little as of a missing one.
            await (caller.Account is null ? ChallengeAsync(http, "Sign in.") : RefuseAsync(http, 404, "Repository not found."));
            return;
        }

        if (write && caller.Account is null)
        {
            await ChallengeAsync(http, "Sign in to push.");
            return;
        }

        if (caller.LevelIn(repository) < (write ? AccessLevel.Write : AccessLevel.Read) || repository.IsArchived && write)
        {
            await RefuseAsync(http, 403, repository.IsArchived ? "The repository is archived." : "User permission denied for writing.");
            return;
        }

        if (!caller.Allows(TokenScope.Repository, write))
        {
            await RefuseAsync(http, 403, "The token lacks the scope for this: it needs " + (write ? "write:repository." : "read:repository."));
            return;
        }

        forge.Files.Materialize(repository);
        if (action == ReceivePack)
        {
            await ReceiveAsync(http, repository, caller.Account!);
        }
        else
        {
            await _backend.RunAsync(http, RepositoryFiles.RelativePathOf(repository), action, caller.Account?.Name);
        }
    }

    // Comparing the refs of before and after tells what was pushed, whatever the client said and git refused.
    private async Task ReceiveAsync(HttpContext http, Repository repository, Account pusher)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        // Preparing a large pack takes a client its time, but it must not hold up the others for ever.
        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = new MinDataRate(bytesPerSecond: 1, gracePeriod: TimeSpan.FromMinutes(1));
        }

        using var turn = await forge.Files.LockAsync(repository, http.RequestAborted);
        var refs = forge.Files.Open(repository).Refs;
        var before = refs.All();
        try
        {
            await _backend.RunAsync(http, RepositoryFiles.RelativePathOf(repository), ReceivePack, pusher.Name);
        }
        finally
        {
            // A client that hangs up early may have pushed all the same.
            forge.Announcer.Announce(repository, pusher, before, refs.All());
        }
    }

    private Repository? Find(HttpContext http)
    {
        var name = http.Request.RouteValues["repo"] as string ?? "";
        name = name.EndsWith(".git", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;
        return forge.Store.Account(http.Request.RouteValues["owner"] as string ?? "") is { } owner
            ? forge.Store.Repository(owner.Id, name) ?? forge.Store.Redirect(owner.Id, name)
            : null;
    }

    private static Task ChallengeAsync(HttpContext http, string message)
    {
        http.Response.Headers.WWWAuthenticate = "Basic realm=\"Gitea\"";
        return RefuseAsync(http, 401, message);
    }

    private static Task RefuseAsync(HttpContext http, int status, string message)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(message + "\n", http.RequestAborted);
    }
}
