using System.Text.Json.Nodes;
using GitOps.Configstore.Environments;
using GitOps.Configstore.LoopBack;
using GitOps.Configstore.Producers;
using GitOps.Configstore.Status;
using GitOps.Model.Api;

namespace GitOps.Configstore.ProjectApi;

/// <summary>
/// What the predecessor's canvas asks of a workspace's state, below <c>…/project-api/api/WorkspaceStatus</c>. A workspace follows git
/// by itself here, so what used to restart it by hand says that there is nothing to do.
/// </summary>
public static class WorkspaceStatusRoutes
{
    private static readonly string[] ByHand = ["restart", "hard-reset", "reinstall"];

    public static IEndpointRouteBuilder MapWorkspaceStatus(this IEndpointRouteBuilder routes)
    {
        const string path = "/project-api/api/WorkspaceStatus";
        routes.MapGet(path, List).WithSummary("The last reported state of the environment").Produces<JsonArray>();
        routes.MapGet(path + "/ping", Ping).WithSummary("204 when the environment exists").Produces(StatusCodes.Status204NoContent);
        // To an EventSource 204 means: there is nothing to follow, do not ask again.
        routes.MapGet(path + "/change-stream", Ping).WithSummary("204: follow /change-stream/{producer} instead").Produces(StatusCodes.Status204NoContent);
        foreach (var what in ByHand)
            routes.MapPost($"{path}/{what}", NothingToDo).WithSummary("501: a workspace follows its repository by itself").Produces<JsonObject>(StatusCodes.Status501NotImplemented);
        return routes;
    }

    private static IResult List(HttpContext context, ProducerRegistry registry, StatusStore statuses)
    {
        if (!EnvironmentLookup.TryFind(context, registry, out var place, out var refusal)) return LoopBackAnswers.Of(refusal);
        var status = statuses.Find(place.Key)?.Status;
        return LoopBackAnswers.Json(new JsonArray(new JsonObject
        {
            ["id"] = place.Key.ToString(),
            ["running"] = status?.State == ReconcileState.Succeeded,
            ["status"] = status?.State.ToString().ToLowerInvariant() ?? "unknown",
            ["output"] = status?.Message ?? "",
        }));
    }

    private static IResult Ping(HttpContext context, ProducerRegistry registry) =>
        EnvironmentLookup.TryFind(context, registry, out _, out var refusal) ? Results.NoContent() : LoopBackAnswers.Of(refusal);

    private static IResult NothingToDo(HttpContext context, ProducerRegistry registry) =>
        EnvironmentLookup.TryFind(context, registry, out _, out var refusal)
            ? LoopBackAnswers.Error(StatusCodes.Status501NotImplemented, "A workspace follows its repository by itself: commit, and it starts anew with what is there.", "NotImplementedError")
            : LoopBackAnswers.Of(refusal);
}
