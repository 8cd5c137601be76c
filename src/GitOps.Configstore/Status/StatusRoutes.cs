using GitOps.Configstore.Access;
using GitOps.Configstore.Environments;
using GitOps.Configstore.Paging;
using GitOps.Configstore.Producers;
using GitOps.Model.Api;
using GitOps.Model.Names;

namespace GitOps.Configstore.Status;

/// <summary><c>PUT</c> and <c>GET /producers/{name}/envs/{env}/status</c>, and <c>GET /status?after=&amp;limit=&amp;state=</c>.</summary>
public static class StatusRoutes
{
    public static IServiceCollection AddStatus(this IServiceCollection services)
    {
        services.AddSingleton<StatusStore>();
        services.AddHostedService<CommitStatusService>();
        return services;
    }

    public static IEndpointRouteBuilder MapStatus(this IEndpointRouteBuilder routes)
    {
        routes.MapPerEnvironment(environment =>
        {
            environment.MapPut("/status", PutAsync)
                .WithSummary("Report how a reconcile ended")
                .Accepts<EnvironmentStatus>("application/json")
                .Produces(StatusCodes.Status204NoContent)
                .RequireAccess(Permission.Operator);
            environment.MapGet("/status", Get).WithSummary("The last reported status").Produces<EnvironmentStatus>();
        });
        routes.MapGet("/status", List).WithSummary("The last reported statuses of all environments, in pages").Produces<StatusPage>().RequireAccess(Permission.Operator);
        return routes;
    }

    private static async Task<IResult> PutAsync(HttpContext context, ProducerRegistry registry, StatusStore statuses, CancellationToken cancellation)
    {
        if (!EnvironmentLookup.TryFind(context, registry, out var place, out var refusal)) return refusal;
        var key = place.Key;
        var (status, malformed) = await Bodies.ReadAsync(context, ApiJson.Default.EnvironmentStatus, cancellation);
        if (status is null) return malformed!;
        if (status.Key != key) return Answers.BadRequest($"The body is the status of '{status.Key}', the path says '{key}'.");
        statuses.Put(status);
        return Results.NoContent();
    }

    private static IResult Get(HttpContext context, ProducerRegistry registry, StatusStore statuses)
    {
        if (!EnvironmentLookup.TryFind(context, registry, out var place, out var refusal)) return refusal;
        var key = place.Key;
        return statuses.Find(key) is { } record
            ? Results.Json(record.Status, ApiJson.Default.EnvironmentStatus)
            : Answers.NotFound($"Nothing was reported of '{key}' yet.");
    }

    private static IResult List(HttpContext context, StatusStore statuses)
    {
        if (!PageRequest.TryRead(context.Request, out var page, out var reason)) return Answers.BadRequest(reason);
        // Several are or-ed, whether they stand in one parameter or in several.
        var states = new HashSet<ReconcileState>();
        foreach (var text in context.Request.Query["state"].SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            if (!Enum.GetNames<ReconcileState>().Contains(text, StringComparer.OrdinalIgnoreCase))
                return Answers.BadRequest($"state must be of {string.Join(", ", Enum.GetNames<ReconcileState>()).ToLowerInvariant()}; several with commas between them.");
            states.Add(Enum.Parse<ReconcileState>(text, ignoreCase: true));
        }
        var all = statuses.List(states);
        var rest = EnvironmentKey.TryParse(page.After, null, out var after) ? all.SkipWhile(status => status.Key <= after) : all;
        var limit = page.Limit ?? PageRequest.DefaultLimit;
        var items = rest.Take(limit).ToArray();
        var next = items.Length > 0 && items[^1].Key != all[^1].Key ? items[^1].Key.ToString() : null;
        PageRequest.WriteHeaders(context, all.Count, limit, next);
        return Results.Json(new StatusPage(all.Count, items, next), ConfigstoreJson.Default.StatusPage);
    }
}
