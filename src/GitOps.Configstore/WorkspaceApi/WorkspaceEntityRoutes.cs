using System.Text.Json.Nodes;
using GitOps.Configstore.LoopBack;

namespace GitOps.Configstore.WorkspaceApi;

/// <summary>
/// The LoopBack project of an environment as loopback-workspace gave it to the predecessor's canvas, below <c>…/workspace-api/api</c>:
/// LoopBack 3's routes of a model, for data sources, models, their configs, properties, relations and methods. If-Match is
/// heeded where it is sent; without it the last writer of a member wins.
/// </summary>
public static class WorkspaceEntityRoutes
{
    internal const string Root = "/workspace-api/api";

    public static IEndpointRouteBuilder MapWorkspaceEntities(this IEndpointRouteBuilder routes)
    {
        var kinds = new EntityKinds();
        foreach (var kind in kinds.All) MapReads(routes, kinds, kind);
        foreach (var kind in kinds.All) MapWrites(routes, kind);
        return routes;
    }

    private static void MapReads(IEndpointRouteBuilder routes, EntityKinds kinds, EntityKind kind)
    {
        var (all, one) = ($"{Root}/{kind.Plural}", $"{Root}/{kind.Plural}/{{id}}");
        routes.MapGet(all, (HttpContext context, CancellationToken cancellation) => FindAsync(context, kinds, kind, kind.All, WorkspaceAnswers.List, cancellation))
            .WithSummary("LoopBack: find").Produces<JsonArray>();
        routes.MapGet(all + "/findOne", (HttpContext context, CancellationToken cancellation) => FindAsync(
                context, kinds, kind, kind.All, found => found.Count > 0 ? LoopBackAnswers.Json(found[0]) : LoopBackAnswers.UnknownInstance(kind.Name, "undefined"), cancellation))
            .WithSummary("LoopBack: findOne").Produces<JsonObject>();
        routes.MapGet(all + "/count", (HttpContext context, CancellationToken cancellation) => FindAsync(
                context, kinds, kind, kind.All, found => WorkspaceAnswers.Count(found.Count), cancellation))
            .WithSummary("LoopBack: count").Produces<JsonObject>();
        routes.MapGet(one, (HttpContext context, string id, CancellationToken cancellation) => FindAsync(
                context, kinds, kind, workspace => [kind.Find(workspace, id) ?? throw EntityKind.UnknownInstance(kind.Name, id)], found => LoopBackAnswers.Json(found.Count == 0 ? null : found[0]), cancellation))
            .WithSummary("LoopBack: findById").Produces<JsonObject>();
        routes.MapMethods(one, [HttpMethods.Head], (HttpContext context, string id, CancellationToken cancellation) => WorkspaceAnswers.ReadAsync(
                context, kind.Name, workspace => Results.StatusCode(kind.Find(workspace, id) is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK), cancellation))
            .WithSummary("LoopBack: exists, by its status");
        routes.MapGet(one + "/exists", (HttpContext context, string id, CancellationToken cancellation) => WorkspaceAnswers.ReadAsync(
                context, kind.Name, workspace => LoopBackAnswers.Json(new JsonObject { ["exists"] = kind.Find(workspace, id) is not null }), cancellation))
            .WithSummary("LoopBack: exists").Produces<JsonObject>();
    }

    private static void MapWrites(IEndpointRouteBuilder routes, EntityKind kind)
    {
        var (all, one) = ($"{Root}/{kind.Plural}", $"{Root}/{kind.Plural}/{{id}}");
        Map(HttpMethods.Post, all, SaveMode.Create, "LoopBack: create, of one or of an array; with the id of one that is there, changes that");
        Map(HttpMethods.Patch, all, SaveMode.Merge, "LoopBack: patchOrCreate");
        Map(HttpMethods.Put, all, SaveMode.Replace, "LoopBack: replaceOrCreate");
        Map(HttpMethods.Post, all + "/replaceOrCreate", SaveMode.Replace, "LoopBack: replaceOrCreate");
        Map(HttpMethods.Patch, one, SaveMode.Merge, "LoopBack: patchAttributes");
        Map(HttpMethods.Put, one, SaveMode.Replace, "LoopBack: replaceById");
        Map(HttpMethods.Post, one + "/replace", SaveMode.Replace, "LoopBack: replaceById");
        routes.MapDelete(one, (HttpContext context, string id, CancellationToken cancellation) => EntityEdits.DeleteAsync(context, kind, id, cancellation))
            .WithSummary("LoopBack: deleteById").Produces<JsonObject>();
        routes.MapDelete(all, (HttpContext context, CancellationToken cancellation) => DeleteManyAsync(context, kind, cancellation))
            .WithSummary("LoopBack: deleteAll; where is required").Produces<JsonObject>();

        void Map(string method, string path, SaveMode mode, string summary) => routes
            .MapMethods(path, [method], (HttpContext context, CancellationToken cancellation) =>
                EntityEdits.SaveAsync(context, kind, context.Request.RouteValues["id"] as string, mode, cancellation))
            .WithSummary(summary).Accepts<JsonObject>("application/json").Produces<JsonObject>();
    }

    private static Task<IResult> DeleteManyAsync(HttpContext context, EntityKind kind, CancellationToken cancellation)
    {
        if (!LoopBackFilter.TryRead(context, out var filter, out var refusal)) return Task.FromResult(refusal!);
        return filter.HasWhere
            ? EntityEdits.DeleteAsync(context, kind, workspace => filter.Matching(kind.All(workspace)), WorkspaceAnswers.Count, cancellation)
            : Task.FromResult(LoopBackAnswers.Error(StatusCodes.Status400BadRequest, $"Say which {kind.Plural} to delete: ?where={{…}}, or ?where={{}} for all."));
    }

    /// <summary>Answers with the entities that the request's filter lets through, together with what it includes.</summary>
    internal static Task<IResult> FindAsync(
        HttpContext context,
        EntityKinds kinds,
        EntityKind kind,
        Func<Workspace, IEnumerable<JsonObject>> find,
        Func<IReadOnlyList<JsonObject>, IResult> answer,
        CancellationToken cancellation)
    {
        if (!LoopBackFilter.TryRead(context, out var filter, out var refusal)) return Task.FromResult(refusal!);
        return WorkspaceAnswers.ReadAsync(context, kind.Name, workspace =>
        {
            var found = find(workspace).ToList();
            if (kind == kinds.Models)
            {
                foreach (var model in found) kinds.Models.Include(workspace, model, filter.Included);
            }
            return answer(filter.Apply(found));
        }, cancellation);
    }
}
