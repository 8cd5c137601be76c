using GitOps.Configstore.Access;
using GitOps.Configstore.Environments;
using GitOps.Configstore.Producers;
using GitOps.Gitea;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Hooks;
using GitOps.Gitea.Keys;
using GitOps.Model.Names;

namespace GitOps.Configstore.GitApi;

/// <summary>
/// The routes of the predecessor's git-api, for its clients. Gitea is asked with the caller's own credential. Only users of the configured
/// prefix can be named: behind the system's own services is an administrator's token, which must not be lent against other accounts.
/// </summary>
public static class GitApiRoutes
{
    public static IServiceCollection AddGitApi(this IServiceCollection services) =>
        services.AddSingleton<StaleKeyMarks>().AddSingleton<SystemKeys>().AddSingleton<UserRequestLimit>().AddHostedService<StaleKeySweep>();

    public static IEndpointRouteBuilder MapGitApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/ping", () => Results.Text("pong")).WithSummary("Says pong").AllowAnonymous();
        var limited = routes.MapGroup("").RequireAccess(Permission.Operator).AddEndpointFilter<UserRequestLimit>();
        limited.MapGet("/search/users", SearchAsync).WithSummary("Search users").Produces<UsersAnswer>();
        limited.MapPost("/users", CreateUserAsync).WithSummary("Make a user, or find it").Accepts<UserRequest>("application/json").Produces<UserAnswer>();
        limited.MapGet("/users/{prefix}/{name}", GetUserAsync).WithSummary("One user").Produces<UserAnswer>();
        limited.MapGet("/users/{prefix}/{name}/repos", ListRepositoriesAsync).WithSummary("A user's repositories").Produces<RepositoriesAnswer>();
        limited.MapPut("/users/{prefix}/{name}/repos/{repo}", CreateRepositoryAsync).WithSummary("Make a private repository, or find it").Produces<RepositoryAnswer>();
        limited.MapGet("/users/{prefix}/{name}/repos/{repo}/{**path}", GetFileAsync).WithSummary("A file at the default branch").Produces<FileAnswer>();
        limited.MapPut("/users/{prefix}/{name}/repos/{repo}/hook", PutHookAsync).WithSummary("Send a repository's pushes to a URL").Accepts<HookRequest>("application/json").Produces<OkAnswer>();
        limited.MapGet("/users/{prefix}/{name}/ssh", ListKeysAsync).WithSummary("A user's SSH keys without the system's own").Produces<KeysAnswer>();
        limited.MapPost("/users/{prefix}/{name}/ssh", AddKeyAsync).WithSummary("Add an SSH key").Accepts<KeyRequest>("application/json").Produces<KeyAnswer>().OpenToPods();
        limited.MapDelete("/users/{prefix}/{name}/ssh/{id:long}", DeleteKeyAsync).WithSummary("Delete an SSH key").Produces(StatusCodes.Status204NoContent);
        return routes;
    }

    private static Task<IResult> SearchAsync(string? q, HttpContext context, ConfigstoreSettings settings, CancellationToken cancellation) =>
        AnswerAsync(context, async () =>
        {
            var found = await context.GetCaller().Gitea.Users.SearchAsync(q ?? "", cancellation);
            return Results.Json(
                new UsersAnswer([.. found.Where(user => ProducerName.TryFromUserName(user.Login, settings.RepoPrefix, out _)).Select(user => user.ToView())]),
                ConfigstoreJson.Default.UsersAnswer);
        });

    private static async Task<IResult> CreateUserAsync(
        HttpContext context, ProducerProvisioning provisioning, ConfigstoreSettings settings, CancellationToken cancellation)
    {
        var (request, refusal) = await Bodies.ReadAsync(context, ConfigstoreJson.Default.UserRequest, cancellation);
        if (request is null) return refusal!;
        if (!TryName(request.Prefix ?? settings.RepoPrefix, request.Name ?? "", settings, out var producer))
            return Answers.BadRequest($"prefix must be {settings.RepoPrefix}, and name a producer's: 1 to {ProducerName.MaxLength} of a-z, 0-9 and inner hyphens.");
        return await AnswerAsync(context, async () =>
            Results.Json(new UserAnswer((await provisioning.EnsureUserAsync(settings.RepoPrefix, producer.Value, context.GetCaller(), cancellation)).ToView()), ConfigstoreJson.Default.UserAnswer));
    }

    private static Task<IResult> GetUserAsync(string prefix, string name, HttpContext context, ConfigstoreSettings settings, CancellationToken cancellation) =>
        ForUserAsync(prefix, name, context, settings, async login => await context.GetCaller().Gitea.Users.FindAsync(login, cancellation) is { } user
            ? Results.Json(new UserAnswer(user.ToView()), ConfigstoreJson.Default.UserAnswer)
            : Answers.NotFound($"There is no user '{login}'."));

    private static Task<IResult> ListRepositoriesAsync(string prefix, string name, HttpContext context, ConfigstoreSettings settings, CancellationToken cancellation) =>
        ForUserAsync(prefix, name, context, settings, async login => Results.Json(
            new RepositoriesAnswer([.. (await context.GetCaller().Gitea.Repositories.ListOfUserAsync(login, cancellation)).Select(GiteaRepositoryView.Of)]),
            ConfigstoreJson.Default.RepositoriesAnswer));

    private static Task<IResult> CreateRepositoryAsync(
        string prefix, string name, string repo, HttpContext context, ProducerProvisioning provisioning, ConfigstoreSettings settings, CancellationToken cancellation) =>
        ForRepositoryAsync(prefix, name, repo, context, settings, async repository => Results.Json(
            new RepositoryAnswer(GiteaRepositoryView.Of(await provisioning.EnsureRepositoryAsync(repository, context.GetCaller(), cancellation))),
            ConfigstoreJson.Default.RepositoryAnswer));

    private static Task<IResult> GetFileAsync(
        string prefix, string name, string repo, string path, HttpContext context, ConfigstoreSettings settings, CancellationToken cancellation) =>
        ForRepositoryAsync(prefix, name, repo, context, settings, async repository =>
        {
            if (!FilePath.IsPlain(path)) return Answers.BadRequest($"'{path}' is no path of a file.");
            try
            {
                var file = await context.GetCaller().Gitea.Contents.GetRawAsync(repository, path, null, null, cancellation);
                return Results.Json(new FileAnswer(Convert.ToBase64String(file!.Content.Span)), ConfigstoreJson.Default.FileAnswer);
            }
            catch (GiteaNotFoundException)
            {
                return Results.Json(new FileAnswer(null), ConfigstoreJson.Default.FileAnswer);
            }
        });

    private static async Task<IResult> PutHookAsync(
        string prefix, string name, string repo, HttpContext context, ConfigstoreSettings settings, CancellationToken cancellation)
    {
        var (request, refusal) = await Bodies.ReadAsync(context, ConfigstoreJson.Default.HookRequest, cancellation);
        if (request is null) return refusal!;
        if (!Uri.TryCreate(request.Url, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
            return Answers.BadRequest("url must be an absolute http or https URL.");
        return await ForRepositoryAsync(prefix, name, repo, context, settings, async repository =>
        {
            var gitea = context.GetCaller().Gitea;
            var hooks = await gitea.Hooks.ListAsync(repository, cancellation);
            // A secret of its own, that nobody knows: the receiver asked for none, and ours must not sign what goes to others.
            if (hooks.All(hook => hook.Config.Url != url.AbsoluteUri))
                await gitea.Hooks.CreateAsync(repository, NewHook.Json(url, Guid.NewGuid().ToString("n"), "push"), cancellation);
            return Results.Json(new OkAnswer(true), ConfigstoreJson.Default.OkAnswer);
        });
    }

    private static Task<IResult> ListKeysAsync(string prefix, string name, HttpContext context, ConfigstoreSettings settings, CancellationToken cancellation) =>
        ForUserAsync(prefix, name, context, settings, async login => Results.Json(
            new KeysAnswer([.. (await context.GetCaller().Gitea.Keys.ListAsync(login, cancellation)).Where(key => !SystemKeyTitle.IsSystem(key.Title)).Select(KeyView.Of)]),
            ConfigstoreJson.Default.KeysAnswer));

    private static async Task<IResult> AddKeyAsync(
        string prefix, string name, HttpContext context, SystemKeys systemKeys, ConfigstoreSettings settings, CancellationToken cancellation)
    {
        var (request, refusal) = await Bodies.ReadAsync(context, ConfigstoreJson.Default.KeyRequest, cancellation);
        if (request is null) return refusal!;
        if (!PublicKeyLine.TryParse(request.PublicKey, out var line, out var reason)) return Unprocessable($"publicKey {reason}.");
        if (request.Title is { } title && !PublicKeyLine.IsOneLine(title)) return Unprocessable("title must be one line without control characters.");
        if (request.Type is { } type && !SystemKeyTitle.Types.Contains(type)) return Unprocessable("type must be workspace or sls-api.");
        var caller = context.GetCaller();
        var pod = caller.Pod;
        if (pod is not null && pod.Identity.App != request.Type) return Answers.Forbidden($"{caller} may add keys of type {pod.Identity.App} only.");
        return await ForUserAsync(prefix, name, context, settings, async login =>
        {
            try
            {
                return Results.Json(new KeyAnswer(request.Type is { } known && ProducerName.TryFromUserName(login, settings.RepoPrefix, out var producer)
                    ? KeyView.Of(await systemKeys.AddAsync(caller.Gitea, HolderOf(producer, known, pod), known, line, pod?.Name, cancellation))
                    : KeyView.Of(await caller.Gitea.Keys.AddAsync(login, new NewKey(string.IsNullOrWhiteSpace(request.Title) ? "key" : request.Title, line), cancellation))),
                    ConfigstoreJson.Default.KeyAnswer);
            }
            catch (GiteaException refused) when (refused is GiteaValidationException or GiteaConflictException)
            {
                return Unprocessable(refused.Message);
            }
        });
    }

    /// <summary>A pod's repository is that of the project in its token. Who shows none is of the first project.</summary>
    private static KeyHolder HolderOf(ProducerName producer, string type, CallingPod? pod) =>
        KeyHolder.Of(producer, pod is { Identity.Environment: var environment } && environment.Producer == producer ? environment.Project : ProjectName.Main, type);

    private static Task<IResult> DeleteKeyAsync(
        string prefix, string name, long id, HttpContext context, SystemKeys systemKeys, ConfigstoreSettings settings, CancellationToken cancellation) =>
        ForUserAsync(prefix, name, context, settings, async login =>
        {
            var gitea = context.GetCaller().Gitea;
            return await gitea.Keys.DeleteAsync(login, id, cancellation)
                || (ProducerName.TryFromUserName(login, settings.RepoPrefix, out var producer) && await systemKeys.DeleteAsync(gitea, producer, id, cancellation))
                ? Results.NoContent()
                : Answers.NotFound($"User '{login}' has no key {id}.");
        });

    private static IResult Unprocessable(string reason) =>
        Results.Json(new ErrorAnswer(reason), ConfigstoreJson.Default.ErrorAnswer, statusCode: StatusCodes.Status422UnprocessableEntity);

    private static bool TryName(string prefix, string name, ConfigstoreSettings settings, out ProducerName producer)
    {
        producer = default;
        return prefix == settings.RepoPrefix && ProducerName.TryParse(name, out producer);
    }

    private static Task<IResult> ForUserAsync(string prefix, string name, HttpContext context, ConfigstoreSettings settings, Func<string, Task<IResult>> answer) =>
        TryName(prefix, name, settings, out var producer)
            ? AnswerAsync(context, () => answer(producer.ToUserName(settings.RepoPrefix)))
            : Task.FromResult(Answers.NotFound($"There is no user '{prefix}-{name}'."));

    private static Task<IResult> ForRepositoryAsync(
        string prefix, string name, string repo, HttpContext context, ConfigstoreSettings settings, Func<RepositoryName, Task<IResult>> answer) =>
        ForUserAsync(prefix, name, context, settings, login => RepositoryName.TryParse($"{login}/{repo}", out var repository)
            ? answer(repository)
            : Task.FromResult(Answers.BadRequest($"'{repo}' is no name of a repository.")));

    private static async Task<IResult> AnswerAsync(HttpContext context, Func<Task<IResult>> answer)
    {
        try
        {
            return await answer();
        }
        catch (GiteaException failure)
        {
            return Answers.OfGitea(context, failure);
        }
    }
}
