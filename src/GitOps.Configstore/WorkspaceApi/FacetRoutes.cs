using System.Text.Json.Nodes;
using GitOps.Configstore.LoopBack;

namespace GitOps.Configstore.WorkspaceApi;

/// <summary>
/// The facets <c>server</c> and <c>common</c>, below <c>…/workspace-api/api/Facets</c>, as canvases load a project. The server's models are all
/// that it serves: those of <c>common</c>, which it loads too, and its own.
/// </summary>
public static class FacetRoutes
{
    private const string Model = "Facet";

    public static IEndpointRouteBuilder MapFacets(this IEndpointRouteBuilder routes)
    {
        var kinds = new EntityKinds();
        const string all = WorkspaceEntityRoutes.Root + "/Facets";
        const string one = all + "/{facet}";
        routes.MapGet(all, (HttpContext context, CancellationToken cancellation) => WorkspaceAnswers.ReadAsync(
                context, Model, _ => WorkspaceAnswers.List(Workspace.Facets.Select(Facet)), cancellation))
            .WithSummary("LoopBack: the facets").Produces<JsonArray>();
        routes.MapGet(one, (HttpContext context, string facet, CancellationToken cancellation) => WorkspaceAnswers.ReadAsync(
                context, Model, _ => LoopBackAnswers.Json(Facet(Known(facet))), cancellation))
            .WithSummary("LoopBack: one facet").Produces<JsonObject>();
        Map("datasources", kinds.DataSources);
        Map("models", kinds.Models);
        Map("modelConfigs", kinds.ModelConfigs);
        return routes;

        void Map(string relation, EntityKind kind)
        {
            routes.MapGet($"{one}/{relation}", (HttpContext context, string facet, CancellationToken cancellation) => WorkspaceEntityRoutes.FindAsync(
                    context, kinds, kind, workspace => Of(workspace, kind, Known(facet)), WorkspaceAnswers.List, cancellation))
                .WithSummary($"LoopBack: the {relation} of a facet").Produces<JsonArray>();
            routes.MapGet($"{one}/{relation}/count", (HttpContext context, string facet, CancellationToken cancellation) => WorkspaceEntityRoutes.FindAsync(
                    context, kinds, kind, workspace => Of(workspace, kind, Known(facet)), found => WorkspaceAnswers.Count(found.Count), cancellation))
                .WithSummary($"LoopBack: counts the {relation} of a facet").Produces<JsonObject>();
        }
    }

    private static IEnumerable<JsonObject> Of(Workspace workspace, EntityKind kind, string facet) =>
        facet == Workspace.Server ? kind.All(workspace) : kind.All(workspace).Where(entity => EntityJson.Text(entity, "facetName") == facet);

    private static string Known(string facet) => Workspace.Facets.Contains(facet) ? facet : throw EntityKind.UnknownInstance(Model, facet);

    private static JsonObject Facet(string name) => new() { ["name"] = name };
}
