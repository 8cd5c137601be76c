using System.Text.Json.Nodes;
using GitOps.Configstore.Access;
using GitOps.Configstore.Editing;
using GitOps.Model.Documents;
using GitOps.Model.LunchBadger;

namespace GitOps.Configstore.ProjectApi;

/// <summary>
/// Entities of a project, each by its id: <c>…/project/{collection}</c>, <c>…/project/gateways/{gateway}/pipelines</c> and
/// <c>…/pipelines/{pipeline}/policies</c>. Without If-Match a change is applied to whatever is there, so that writers of
/// different entities never disturb each other.
/// </summary>
public static class EntityRoutes
{
    private const string File = EnvironmentDocuments.ProjectFile;

    public static IEndpointRouteBuilder MapProjectEntities(this IEndpointRouteBuilder routes)
    {
        Map(routes, "/project/{collection}");
        Map(routes, "/project/gateways/{gateway}/pipelines");
        Map(routes, "/project/gateways/{gateway}/pipelines/{pipeline}/policies");
        return routes;
    }

    private static void Map(IEndpointRouteBuilder routes, string collection)
    {
        var one = collection + "/{id}";
        routes.MapGet(collection, List).WithSummary("All entities of a collection").Produces<JsonArray>().ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet(one, Get).WithSummary("One entity").Produces<JsonObject>().ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPost(collection, PostAsync)
            .WithSummary("Adds an entity, with an id of its own or a generated one").Accepts<JsonObject>("application/json")
            .Produces<JsonObject>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        routes.MapPut(one, PutAsync).WithSummary("Replaces an entity").Accepts<JsonObject>("application/json").Produces<JsonObject>()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        routes.MapPatch(one, PatchAsync).WithSummary("Changes parts of an entity: JSON Patch or merge patch").Accepts<JsonObject>(Patch.JsonPatchType, Patch.MergePatchType)
            .Produces<JsonObject>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        routes.MapDelete(one, DeleteAsync).WithSummary("Removes an entity together with its connections, and says which those were").Produces<EntityDeleted>()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static Task<IResult> List(HttpContext context, CancellationToken cancellation) => ReadAsync(context, static (collection, project) => collection.In(project), cancellation);

    private static Task<IResult> Get(HttpContext context, string id, CancellationToken cancellation) => ReadAsync(context, (collection, project) => collection.Entity(project, id), cancellation);

    private static Task<IResult> ReadAsync(HttpContext context, Func<EntityCollection, JsonObject, JsonNode> part, CancellationToken cancellation) =>
        EntityCollection.Of(context) is { } collection
            ? ProjectAnswers.ReadAsync(
                context,
                (document, place) => document.Project is null
                    ? Answers.NotFound(ProjectDocuments.NoProject(place))
                    : ProjectAnswers.Json(part(collection, (JsonObject)document.Project.DeepClone())),
                cancellation)
            : Task.FromResult(NoCollection(context));

    private static async Task<IResult> PostAsync(HttpContext context, ProjectDocuments documents, CancellationToken cancellation)
    {
        var (body, notAnObject) = await JsonBodies.ReadObjectAsync(context, JsonBodies.MaxDocumentBytes, cancellation);
        if (body is null) return notAnObject!;
        if (body["id"] is null)
        {
            body.Remove("id");
            body.Insert(0, "id", Guid.NewGuid().ToString());
        }
        if (ProjectEntities.Text(body, "id") is not { Length: > 0 } id) return Answers.BadRequest("'id' must be a string; without one it is generated.");
        return await EditAsync(context, documents, (collection, project) =>
        {
            var entities = collection.In(project);
            if (ProjectEntities.Items(entities).Any(entity => ProjectEntities.Text(entity, "id") == id))
                throw new EditConflictException($"There is a {collection.Singular} '{id}' already.");
            entities.Add(body.DeepClone());
            return $"Add {ProjectEntities.Describe(collection.Singular, body)}{Of(collection)}";
        }, () =>
        {
            context.Response.Headers.Location = $"{context.Request.PathBase}{context.Request.Path}/{Uri.EscapeDataString(id)}";
            return ProjectAnswers.Json(body, StatusCodes.Status201Created);
        }, cancellation);
    }

    private static async Task<IResult> PutAsync(HttpContext context, string id, ProjectDocuments documents, CancellationToken cancellation)
    {
        var (body, notAnObject) = await JsonBodies.ReadObjectAsync(context, JsonBodies.MaxDocumentBytes, cancellation);
        if (body is null) return notAnObject!;
        if (!body.ContainsKey("id")) body.Insert(0, "id", id);
        if (ProjectEntities.Text(body, "id") != id) return Answers.BadRequest($"The entity's id is '{id}' and cannot be changed.");
        return await EditAsync(context, documents, (collection, project) =>
        {
            collection.Entity(project, id).ReplaceWith(body.DeepClone());
            return $"Replace {ProjectEntities.Describe(collection.Singular, body)}{Of(collection)}";
        }, () => ProjectAnswers.Json(body), cancellation);
    }

    private static async Task<IResult> PatchAsync(HttpContext context, string id, ProjectDocuments documents, CancellationToken cancellation)
    {
        var (patch, noPatch) = await Patch.ReadAsync(context, cancellation);
        if (patch is null) return noPatch!;
        JsonObject? patched = null;
        return await EditAsync(context, documents, (collection, project) =>
        {
            var entity = collection.Entity(project, id);
            var path = entity.GetPath();
            patched = patch.Apply(entity, File, path);
            if (ProjectEntities.Text(patched, "id") != id) throw new EditRefusedException(File, $"{path}.id", $"The entity's id is '{id}' and cannot be changed.");
            entity.ReplaceWith(patched.DeepClone());
            return $"Patch {ProjectEntities.Describe(collection.Singular, patched)}{Of(collection)}: {patch.Summary}";
        }, () => ProjectAnswers.Json(patched), cancellation);
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string id, ProjectDocuments documents, CancellationToken cancellation)
    {
        IReadOnlyList<JsonObject> connections = [];
        return await EditAsync(context, documents, (collection, project) =>
        {
            var entity = collection.Entity(project, id);
            collection.In(project).Remove(entity);
            connections = collection.Singular is "connection" or "state" or "policy" ? [] : ProjectEntities.RemoveConnections(project, entity);
            var named = connections.Count == 0 ? "" : $" and its connections {string.Join(", ", connections.Select(connection => ProjectEntities.Describe("connection", connection)["connection ".Length..]))}";
            return $"Delete {ProjectEntities.Describe(collection.Singular, entity)}{Of(collection)}{named}";
        }, () => Results.Json(new EntityDeleted(id, connections), ConfigstoreJson.Default.EntityDeleted), cancellation);
    }

    private static async Task<IResult> EditAsync(
        HttpContext context, ProjectDocuments documents, Func<EntityCollection, JsonObject, string> edit, Func<IResult> success, CancellationToken cancellation)
    {
        if (EntityCollection.Of(context) is not { } collection) return NoCollection(context);
        if (!ProjectAnswers.TryBegin(context, out var place, out var expected, out var refusal)) return refusal!;
        var outcome = await documents.EditAsync(place, expected, context.GetCaller(), document =>
        {
            var project = (JsonObject?)document.Project?.DeepClone() ?? LunchBadgerText.NewProject(document.Name);
            return (project, edit(collection, project));
        }, cancellation);
        return EditAnswers.ToResult(context, outcome, _ => success());
    }

    private static string Of(EntityCollection collection) => collection switch
    {
        { Pipeline: { } pipeline } => $" of pipeline {pipeline}",
        { Gateway: { } gateway } => $" of gateway {gateway}",
        _ => "",
    };

    private static IResult NoCollection(HttpContext context) => Answers.NotFound(
        $"A project has no '{context.Request.RouteValues["collection"]}'; it has {string.Join(", ", ProjectEntities.Collections.Keys)}.");
}
