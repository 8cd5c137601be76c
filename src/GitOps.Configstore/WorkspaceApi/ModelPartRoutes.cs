using System.Text.Json.Nodes;
using GitOps.Configstore.LoopBack;

namespace GitOps.Configstore.WorkspaceApi;

/// <summary>What belongs to a model, below <c>/ModelDefinitions/{id}/{properties|relations|methods}</c>, as LoopBack 3 serves a model's relation.</summary>
public static class ModelPartRoutes
{
    public static IEndpointRouteBuilder MapModelParts(this IEndpointRouteBuilder routes)
    {
        var kinds = new EntityKinds();
        foreach (var part in kinds.Parts)
        {
            var all = $"{WorkspaceEntityRoutes.Root}/{kinds.Models.Plural}/{{id}}/{part.Member}";
            var one = all + "/{fk}";
            routes.MapGet(all, (HttpContext context, string id, CancellationToken cancellation) => WorkspaceEntityRoutes.FindAsync(
                    context, kinds, part, workspace => part.Of(Model(workspace, id)), WorkspaceAnswers.List, cancellation))
                .WithSummary($"LoopBack: the model's {part.Member}").Produces<JsonArray>();
            routes.MapGet(all + "/count", (HttpContext context, string id, CancellationToken cancellation) => WorkspaceEntityRoutes.FindAsync(
                    context, kinds, part, workspace => part.Of(Model(workspace, id)), found => WorkspaceAnswers.Count(found.Count), cancellation))
                .WithSummary($"LoopBack: counts the model's {part.Member}").Produces<JsonObject>();
            routes.MapPost(all, (HttpContext context, string id, CancellationToken cancellation) => EntityEdits.SaveAsync(
                    context, part, null, SaveMode.Create, cancellation, (workspace, entity) => entity["modelId"] = Model(workspace, id).Id))
                .WithSummary($"LoopBack: adds a {part.Noun}, or an array of them").Accepts<JsonObject>("application/json").Produces<JsonObject>();
            routes.MapDelete(all, (HttpContext context, string id, CancellationToken cancellation) => EntityEdits.DeleteAsync(
                    context, part, workspace => [.. part.Of(Model(workspace, id))], _ => Results.NoContent(), cancellation))
                .WithSummary($"LoopBack: deletes the model's {part.Member}").Produces(StatusCodes.Status204NoContent);
            routes.MapGet(one, (HttpContext context, string id, string fk, CancellationToken cancellation) => WorkspaceAnswers.ReadAsync(
                    context, part.Name, workspace => LoopBackAnswers.Json(Part(workspace, part, id, fk)), cancellation))
                .WithSummary($"LoopBack: one {part.Noun} of the model").Produces<JsonObject>();
            routes.MapPut(one, (HttpContext context, string id, string fk, CancellationToken cancellation) => EntityEdits.SaveAsync(
                    context, part, null, SaveMode.Merge, cancellation, (workspace, entity) =>
                    {
                        entity["id"] = Part(workspace, part, id, fk)["id"]!.DeepClone();
                        entity.Remove("modelId");
                    }))
                .WithSummary($"LoopBack: changes a {part.Noun} of the model").Accepts<JsonObject>("application/json").Produces<JsonObject>();
            routes.MapDelete(one, (HttpContext context, string id, string fk, CancellationToken cancellation) => EntityEdits.DeleteAsync(
                    context, part, workspace => [Part(workspace, part, id, fk)], _ => Results.NoContent(), cancellation))
                .WithSummary($"LoopBack: deletes a {part.Noun} of the model").Produces(StatusCodes.Status204NoContent);
        }
        return routes;
    }

    private static ModelFile Model(Workspace workspace, string id) =>
        ModelDefinitionKind.FindModel(workspace, id) ?? throw EntityKind.UnknownInstance("ModelDefinition", id);

    private static JsonObject Part(Workspace workspace, ModelPartKind part, string id, string fk) =>
        part.Find(workspace, ModelPartKind.IdOf(Model(workspace, id), fk)) ?? throw EntityKind.UnknownInstance(part.Name, fk);
}
