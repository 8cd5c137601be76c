using System.Text.RegularExpressions;
using GitOps.Configstore.Access.Login;
using GitOps.Configstore.Producers;
using GitOps.Gitea;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Scopes;
using GitOps.Hosting.Browsers;
using GitOps.Model.Names;
using GitOps.Model.Pods;
using Microsoft.AspNetCore.Authorization;

namespace GitOps.Configstore.Access;

/// <summary>
/// Stands before every endpoint. Callers show a Gitea token and may do what Gitea lets its owner do with the repositories that a route is
/// about, as far as the token's scopes reach; operators, who are Gitea's site administrators, do so with everything, and services may do
/// everything. A doubt is no permission: when Gitea cannot be asked the answer is 503. Who may not see a producer is told that there is none.
/// </summary>
public sealed partial class AccessDoor(
    CallerDirectory callers, Sessions sessions, ServiceTokens services, PodTokens pods, ProducerRegistry registry, GiteaClient gitea, ConfigstoreSettings settings, TimeProvider time, ILogger<AccessDoor> logger)
{
    private readonly WebPages _pages = new([settings.PublicUrl.Host, .. settings.AllowedHosts]);

    /// <summary>The answer to give instead of the endpoint's; null when the caller may pass, who is then known to the request.</summary>
    public async Task<IResult?> RefuseAsync(HttpContext context)
    {
        if (settings.Authentication == AuthenticationMode.Off)
        {
            // Nobody must say who they are; of a pod that does, it is known where it belongs.
            var pod = Credentials.TokenOf(context.Request) is { } shown && PodTokens.IsMeant(shown) ? FindPod(shown, context.Request) : null;
            context.Features.Set(pod ?? new Caller { Name = "anonymous", IsOperator = true, Gitea = gitea });
        }
        if (context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null) return null;
        // Who is let in unasked may yet be a browser that some page makes ask.
        if (settings.Authentication == AuthenticationMode.Off) return _pages.Refusal(context.Request) is { } foreign ? Answers.Forbidden(foreign) : null;
        try
        {
            if (await FindCallerAsync(context.Request) is not { } caller) return Unauthorized(context);
            context.Features.Set(caller);
            var refusal = await JudgeAsync(context, endpoint, caller);
            if (!IsReading(context.Request))
                logger.LogInformation("{Caller} {Method} {Path}: {Verdict}", caller, context.Request.Method, context.Request.Path, refusal is null ? "let through" : "refused");
            return refusal;
        }
        catch (ForeignOriginException failure)
        {
            return Answers.Forbidden(failure.Message);
        }
        catch (TooManyFailuresException failure)
        {
            return Answers.TooMany(context, failure);
        }
        catch (GiteaException failure)
        {
            return Answers.TryLater(context, $"Gitea could not be asked who calls and what they may do: {failure.Message}");
        }
    }

    /// <summary>Ends a stream when its caller would not be let in any more. While Gitea cannot be asked the stream stays.</summary>
    public async Task WatchAsync(HttpContext context, CancellationTokenSource stream)
    {
        if (settings.Authentication == AuthenticationMode.Off || context.GetEndpoint() is not { } endpoint) return;
        var pause = settings.AuthCache > TimeSpan.FromSeconds(1) ? settings.AuthCache : TimeSpan.FromSeconds(1);
        try
        {
            while (true)
            {
                await Task.Delay(pause, time, stream.Token);
                try
                {
                    if (await FindCallerAsync(context.Request) is { } caller && await JudgeAsync(context, endpoint, caller) is null) continue;
                    logger.LogInformation("The change stream of {Caller} ends: the right to follow it is gone", context.GetCaller());
                    await stream.CancelAsync();
                    return;
                }
                catch (Exception failure) when (failure is GiteaException or TooManyFailuresException)
                {
                    logger.LogWarning("Whether {Caller} may still follow the change stream could not be found out: {Reason}", context.GetCaller(), failure.Message);
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
        {
            // The stream is over.
        }
    }

    /// <summary>The producers that Gitea shows a caller; null for all.</summary>
    /// <exception cref="GiteaException">Gitea could not be asked.</exception>
    public async Task<IReadOnlySet<ProducerName>?> SharedAsync(Caller caller, CancellationToken cancellation)
    {
        if (IsTrusted(caller)) return null;
        var shared = new HashSet<ProducerName>();
        foreach (var repository in await caller.Gitea.Repositories.ListAsync(cancellation))
        {
            if (ProducerName.TryFromUserName(repository.FullName.Owner, settings.RepoPrefix, out var producer) && RepositoryLayout.TryGetSlot(repository.Name, out _))
                shared.Add(producer);
        }
        return shared;
    }

    private static bool IsTrusted(Caller caller) => caller.IsOperator || caller.IsService;

    private async Task<Caller?> FindCallerAsync(HttpRequest request)
    {
        if (Credentials.TokenOf(request) is not { } token) return request.Headers.Authorization.Count == 0 ? await sessions.FindAsync(request.HttpContext) : null;
        if (PodTokens.IsMeant(token)) return FindPod(token, request);
        return services.Find(token) is { } service
            ? new Caller { Name = service, IsService = true, Gitea = gitea }
            : await callers.FindAsync(token, request.HttpContext.Connection.RemoteIpAddress);
    }

    private Caller? FindPod(string token, HttpRequest request)
    {
        if (!pods.TryRead(token, out var identity)) return null;
        // Whatever is no name of a pod goes nowhere: not into a log, not into a key's title.
        var name = Credentials.NameOf(request) is { } shown && PodName.IsMatch(shown) ? shown : null;
        return new Caller { Name = $"pod {name ?? "without a name"} of {identity}", Pod = new CallingPod(identity, name), Gitea = gitea };
    }

    /// <summary>A pod may call what its own components need, for its own producer.</summary>
    private IResult? JudgePod(HttpContext context, Endpoint endpoint, Caller caller, CallingPod pod)
    {
        var name = Value(context, "producer") ?? Value(context, "name");
        if (name is null || name != pod.Identity.Environment.Producer.Value || (Value(context, "prefix") is { } prefix && prefix != settings.RepoPrefix))
            return Answers.Forbidden($"{caller} may ask about its own producer only.");
        if (!registry.Current.Producers.ContainsKey(pod.Identity.Environment.Producer)) return Answers.NoProducer(name);
        return endpoint.Metadata.GetMetadata<OpenToPods>() is null ? Answers.Forbidden($"{caller} may follow the change stream of its producer and add its own key, nothing else.") : null;
    }

    private async Task<IResult?> JudgeAsync(HttpContext context, Endpoint endpoint, Caller caller)
    {
        if (caller.Pod is { } pod) return JudgePod(context, endpoint, caller, pod);
        if (caller.IsService) return null;
        // The framework's own refusals, such as 405, tell nothing of anybody.
        if (endpoint is not RouteEndpoint) return null;
        var name = Value(context, "name") ?? Value(context, "producer");
        var needed = RequiredAccess.Of(endpoint.Metadata.GetMetadata<RequiredAccess>(), name is not null, context.Request.Method);
        if (needed == Permission.Known && IsReading(context.Request)) return null;
        return (caller.IsOperator ? null : await JudgeRightsAsync(context, caller, needed, name)) ?? await JudgeScopesAsync(context, caller);
    }

    /// <summary>What the token's owner may do with the repositories.</summary>
    private async Task<IResult?> JudgeRightsAsync(HttpContext context, Caller caller, Permission needed, string? name)
    {
        if (needed == Permission.Operator || name is null) return Answers.Forbidden($"This takes an operator: a site administrator of Gitea. {caller} is none.");

        // A snapshot shows all repositories of a project, and what is about no project shows those of all, so all must be open to who reads it.
        var repositories = RepositoriesOf(name, Value(context, "project") ?? (Value(context, "env") is null ? null : ProjectName.Main.Value));
        var rights = await Task.WhenAll(repositories.Select(repository => callers.RightsAsync(caller, repository)));
        var sees = rights.Length > 0 && rights.All(right => right?.Pull == true);
        if (!sees) return Answers.NoProducer(name);
        // Which of the repositories a write is about, the commit itself will show: it is made with the caller's own token.
        var may = needed switch
        {
            Permission.Read => true,
            Permission.Write => rights.Any(right => right?.Push == true),
            _ => repositories.All(repository => repository.Owner.Equals(caller.Name, StringComparison.OrdinalIgnoreCase)),
        };
        return may ? null : Answers.Forbidden(needed == Permission.Owner
            ? $"{caller} may read this, but only {repositories[0].Owner} and operators may make repositories of {repositories[0].Owner}."
            : $"{caller} may read this and not change it. Whoever administrates the repository in Gitea can allow it.");
    }

    /// <summary>
    /// What the token may do of that. Reading was done with the token itself. Whatever changes something takes the scopes that Gitea asks for the
    /// same: in an environment those of a commit, elsewhere those of making users, repositories and keys.
    /// </summary>
    private async Task<IResult?> JudgeScopesAsync(HttpContext context, Caller caller)
    {
        if (IsReading(context.Request)) return null;
        IReadOnlyList<TokenRight> needed = Value(context, "env") is not null ? [TokenRight.WriteRepositories]
            : caller.IsOperator ? [TokenRight.Administrate, TokenRight.WriteRepositories]
            : [TokenRight.MakeRepositories];
        foreach (var right in needed)
        {
            if (!await callers.MayAsync(caller, right)) return Answers.Forbidden($"{caller} may do this, but the token that was sent may not: it lacks {ScopesOf(right)}. Send one that has it.");
        }
        return null;
    }

    private static string ScopesOf(TokenRight right) => right switch
    {
        TokenRight.WriteRepositories => "the scope write:repository",
        TokenRight.MakeRepositories => "one of the scopes write:user and write:repository",
        _ => "the scope write:admin",
    };

    /// <summary>The repositories of a project; of all projects when that is null.</summary>
    private IReadOnlyList<RepositoryName> RepositoriesOf(string name, string? project)
    {
        if (!ProducerName.TryParse(name, out var producer) || !registry.Current.Producers.TryGetValue(producer, out var known)) return [];
        ProjectName projectName = default;
        if (project is not null && !ProjectName.TryParse(project, out projectName)) return [];
        var owner = producer.ToUserName(settings.RepoPrefix);
        return [.. known.Repositories.Where(repository => project is null || repository.Slot.Project == projectName).Select(repository => new RepositoryName(owner, repository.Repository.Name))];
    }

    private static bool IsReading(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    private static string? Value(HttpContext context, string name) => context.Request.RouteValues[name] as string;

    private static IResult Unauthorized(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"gitops\"";
        return Results.Problem(
            "Who calls is not known. Browsers sign in at /login where that is set up. Send 'Authorization: Bearer <token>' with an access token of Gitea that may read its user and the repositories.",
            statusCode: StatusCodes.Status401Unauthorized);
    }

    /// <summary>Names of pods are subdomains (RFC 1123); nothing else is put into a key's title.</summary>
    [GeneratedRegex(@"^[a-z0-9]([a-z0-9.-]{0,198}[a-z0-9])?$", RegexOptions.CultureInvariant)]
    private static partial Regex PodName { get; }
}
