using GitOps.Configstore.Access;
using GitOps.Configstore.Paging;
using GitOps.Configstore.Scanning;
using GitOps.Gitea.Errors;
using GitOps.Model.Api;
using GitOps.Model.Names;

namespace GitOps.Configstore.Producers;

/// <summary><c>GET</c> and <c>POST /producers</c>, <c>GET /producers/{name}</c>.</summary>
public static class ProducerRoutes
{
    public static IServiceCollection AddProducers(this IServiceCollection services)
    {
        services.AddSingleton<ProducerRegistry>();
        services.AddSingleton<ProducerProblems>();
        services.AddSingleton<RegistryMetrics>();
        services.AddSingleton<ProducerProvisioning>();
        return services;
    }

    public static IEndpointRouteBuilder MapProducers(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/producers", ListAsync).WithSummary("All producers, in pages when a limit is given").Produces<IReadOnlyList<ProducerListItem>>().RequireAccess(Permission.Known);
        routes.MapPost("/producers", CreateAsync).WithSummary("Make a producer, or what is missing of one").Accepts<ProducerRequest>("application/json").Produces<ProducerDetails>().RequireAccess(Permission.Operator);
        routes.MapGet("/producers/{name}", Get).WithSummary("One producer").Produces<ProducerDetails>();
        routes.MapGet("/producers/{name}/envs", ListEnvironments).WithSummary("The heads of a producer's environments, of all projects").Produces<IReadOnlyList<EnvironmentHead>>();
        routes.MapPost("/producers/{name}/projects", CreateProjectAsync)
            .WithSummary("Make the repositories of a further project, or what is missing of them")
            .Accepts<ProducerRequest>("application/json")
            .Produces<IReadOnlyList<EnvironmentHead>>()
            .RequireAccess(Permission.Owner);
        return routes;
    }

    private static IResult ListEnvironments(string name, HttpContext context, ProducerRegistry registry)
    {
        if (!ProducerName.TryParse(name, out var producer)) return Answers.NoProducer(name);
        var state = registry.Current;
        if (state.Producers.TryGetValue(producer, out var known)) return Results.Json(known.Heads(), ConfigstoreJson.Default.IReadOnlyListEnvironmentHead);
        return state.CompleteAsOf is null ? Answers.NoListingYet(context) : Answers.NoProducer(name);
    }

    private static async Task<IResult> CreateProjectAsync(
        string name, HttpContext context, ProducerRegistry registry, ProducerProvisioning provisioning, ConfigstoreSettings settings, CancellationToken cancellation)
    {
        var (request, refusal) = await Bodies.ReadAsync(context, ConfigstoreJson.Default.ProducerRequest, cancellation);
        if (request is null) return refusal!;
        if (!ProjectName.TryParse(request.Id, out var project)) return Answers.BadRequest($"id must be a project's name: 1 to {ProjectName.MaxLength} of a-z, 0-9 and inner hyphens.");
        var state = registry.Current;
        if (!ProducerName.TryParse(name, out var producer) || !state.Producers.TryGetValue(producer, out var known))
            return state.CompleteAsOf is null ? Answers.NoListingYet(context) : Answers.NoProducer(name);
        if (known.Project(project) is null && known.FurtherProjects?.Count >= settings.MaxProjects)
            return Results.Problem($"{producer} has {settings.MaxProjects} projects beside main, as many as MAX_PROJECTS allows. Delete the repositories of one first.", statusCode: StatusCodes.Status409Conflict);
        try
        {
            var made = await provisioning.EnsureProjectAsync(producer, project, context.GetCaller(), request.Scaffold ?? true, cancellation);
            return Results.Json([.. made.Heads().Where(head => head.Project == project)], ConfigstoreJson.Default.IReadOnlyListEnvironmentHead);
        }
        catch (GiteaException failure)
        {
            return Answers.OfGitea(context, failure);
        }
    }

    /// <summary>
    /// Clients of the predecessor give no limit and take what they get for all there is: a page would make them believe that the
    /// others are gone. So without a limit the whole list is given.
    /// </summary>
    private static async Task<IResult> ListAsync(HttpContext context, ProducerRegistry registry, HeadChecks checks, ProducerProblems problems, AccessDoor door, ConfigstoreSettings settings, CancellationToken cancellation)
    {
        if (!PageRequest.TryRead(context.Request, out var page, out var reason)) return Answers.BadRequest(reason);
        var state = registry.Current;
        if (state.CompleteAsOf is null) return Answers.NoListingYet(context);
        IReadOnlyList<ProducerState> all = state.Sorted;
        try
        {
            if (await door.SharedAsync(context.GetCaller(), cancellation) is { } shared) all = [.. state.Sorted.Where(producer => shared.Contains(producer.Name))];
        }
        catch (GiteaForbiddenException)
        {
            return Answers.Forbidden($"{context.GetCaller()} may not list repositories with this token: it lacks the scope read:repository.");
        }
        catch (GiteaException failure)
        {
            return Answers.TryLater(context, $"What is shared with {context.GetCaller()} could not be read: {failure.Message}");
        }
        var rest = page.After is null ? all : all.SkipWhile(producer => string.CompareOrdinal(producer.Name.Value, page.After) <= 0);
        var limit = page.Limit ?? int.MaxValue;
        var items = rest.Take(limit).Select(producer => producer.ToListItem(settings.RepoPrefix, checks, problems)).ToArray();
        var next = items.Length == limit && items[^1].Name != all[^1].Name.Value ? items[^1].Name : null;
        PageRequest.WriteHeaders(context, all.Count, limit, next);
        return Results.Json<IReadOnlyList<ProducerListItem>>(items, ConfigstoreJson.Default.IReadOnlyListProducerListItem);
    }

    private static IResult Get(string name, HttpContext context, ProducerRegistry registry, HeadChecks checks, ProducerProblems problems, ConfigstoreSettings settings)
    {
        if (!ProducerName.TryParse(name, out var producer)) return Answers.NoProducer(name);
        var state = registry.Current;
        if (state.Producers.TryGetValue(producer, out var known)) return Results.Json(known.ToDetails(settings.RepoPrefix, checks, problems), ConfigstoreJson.Default.ProducerDetails);
        return state.CompleteAsOf is null ? Answers.NoListingYet(context) : Answers.NoProducer(name);
    }

    private static async Task<IResult> CreateAsync(
        HttpContext context, ProducerProvisioning provisioning, HeadChecks checks, ProducerProblems problems, ConfigstoreSettings settings, CancellationToken cancellation)
    {
        var (request, refusal) = await Bodies.ReadAsync(context, ConfigstoreJson.Default.ProducerRequest, cancellation);
        if (request is null) return refusal!;
        if (!ProducerName.TryParse(request.Id, out var name))
            return Answers.BadRequest($"id must be a producer's name: 1 to {ProducerName.MaxLength} of a-z, 0-9 and inner hyphens.");
        try
        {
            var made = await provisioning.EnsureAsync(name, context.GetCaller(), request.Scaffold ?? true, cancellation);
            return Results.Json(made.ToDetails(settings.RepoPrefix, checks, problems) with { Envs = null }, ConfigstoreJson.Default.ProducerDetails);
        }
        catch (GiteaException failure)
        {
            return Answers.OfGitea(context, failure);
        }
    }
}
