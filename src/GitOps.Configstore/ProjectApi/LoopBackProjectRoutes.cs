using System.Text.Json.Nodes;
using GitOps.Configstore.Access;
using GitOps.Configstore.Editing;
using GitOps.Configstore.Environments;
using GitOps.Configstore.LoopBack;
using GitOps.Model.LunchBadger;

namespace GitOps.Configstore.ProjectApi;

/// <summary>
/// The project as the predecessor's project API gave it to its canvas, below <c>…/project-api/api/Projects</c>: LoopBack 3's routes
/// of a model, with its answers and its errors. There is one project, whose id is <c>&lt;producer&gt;-&lt;environment&gt;</c>.
/// If-Match is heeded where it is sent; without it the last writer of a member wins, as it did there.
/// </summary>
public static class LoopBackProjectRoutes
{
    private const string Model = "Project";

    public static IEndpointRouteBuilder MapLoopBackProjects(this IEndpointRouteBuilder routes)
    {
        const string all = "/project-api/api/Projects";
        const string one = all + "/{id}";
        routes.MapGet(all, ListAsync).WithSummary("LoopBack: find").Produces<JsonArray>();
        routes.MapGet(all + "/findOne", FindOneAsync).WithSummary("LoopBack: findOne").Produces<JsonObject>();
        routes.MapGet(all + "/count", CountAsync).WithSummary("LoopBack: count").Produces<JsonObject>();
        routes.MapGet(one, GetAsync).WithSummary("LoopBack: findById").Produces<JsonObject>();
        routes.MapMethods(one, [HttpMethods.Head], HeadAsync).WithSummary("LoopBack: exists, by its status");
        routes.MapGet(one + "/exists", ExistsAsync).WithSummary("LoopBack: exists").Produces<JsonObject>();
        routes.MapPost(all, CreateAsync).WithSummary("LoopBack: create").Accepts<JsonObject>("application/json").Produces<JsonObject>();
        routes.MapPatch(all, UpsertAsync).WithSummary("LoopBack: patchOrCreate, by which the canvas saves").Accepts<JsonObject>("application/json").Produces<JsonObject>();
        routes.MapPatch(one, PatchAsync).WithSummary("LoopBack: patchAttributes").Accepts<JsonObject>("application/json").Produces<JsonObject>();
        routes.MapPut(all, ReplaceOrCreateAsync).WithSummary("LoopBack: replaceOrCreate").Accepts<JsonObject>("application/json").Produces<JsonObject>();
        routes.MapPost(all + "/replaceOrCreate", ReplaceOrCreateAsync).WithSummary("LoopBack: replaceOrCreate").Accepts<JsonObject>("application/json").Produces<JsonObject>();
        routes.MapPut(one, ReplaceAsync).WithSummary("LoopBack: replaceById").Accepts<JsonObject>("application/json").Produces<JsonObject>();
        routes.MapPost(one + "/replace", ReplaceAsync).WithSummary("LoopBack: replaceById").Accepts<JsonObject>("application/json").Produces<JsonObject>();
        routes.MapDelete(one, DeleteAsync).WithSummary("LoopBack: deleteById").Produces<JsonObject>();
        routes.MapPost(one + "/clear", ClearAsync).WithSummary("Removes every entity from the project").Produces<JsonObject>();
        return routes;
    }

    private static Task<IResult> ListAsync(HttpContext context, CancellationToken cancellation) =>
        FilterAsync(context, found => LoopBackAnswers.Json(new JsonArray([.. found])), cancellation);

    private static Task<IResult> FindOneAsync(HttpContext context, CancellationToken cancellation) => FilterAsync(
        context,
        found => found.Count > 0 ? LoopBackAnswers.Json(found[0]) : LoopBackAnswers.Error(StatusCodes.Status404NotFound, $"Unknown \"{Model}\" id \"undefined\".", code: "MODEL_NOT_FOUND"),
        cancellation);

    private static Task<IResult> CountAsync(HttpContext context, CancellationToken cancellation) =>
        FilterAsync(context, found => LoopBackAnswers.Json(new JsonObject { ["count"] = found.Count }), cancellation);

    private static Task<IResult> GetAsync(HttpContext context, string id, CancellationToken cancellation) => ReadAsync(
        context,
        (document, place) => Is(document, place, id) ? LoopBackAnswers.Json(document.Project) : LoopBackAnswers.UnknownInstance(Model, id),
        cancellation);

    private static Task<IResult> HeadAsync(HttpContext context, string id, CancellationToken cancellation) => ReadAsync(
        context,
        (document, place) => Results.StatusCode(Is(document, place, id) ? StatusCodes.Status200OK : StatusCodes.Status404NotFound),
        cancellation);

    private static Task<IResult> ExistsAsync(HttpContext context, string id, CancellationToken cancellation) => ReadAsync(
        context,
        (document, place) => LoopBackAnswers.Json(new JsonObject { ["exists"] = Is(document, place, id) }),
        cancellation);

    private static Task<IResult> CreateAsync(HttpContext context, CancellationToken cancellation) => WriteAsync(context, null, (document, body) =>
    {
        if (document.Project is not null) throw new EditConflictException($"Duplicate entry for {Model}.id");
        return ProjectRoutes.Replacing(document, body);
    }, cancellation);

    private static Task<IResult> ReplaceOrCreateAsync(HttpContext context, CancellationToken cancellation) =>
        WriteAsync(context, null, ProjectRoutes.Replacing, cancellation);

    private static Task<IResult> ReplaceAsync(HttpContext context, string id, CancellationToken cancellation) =>
        WriteAsync(context, id, ProjectRoutes.Replacing, cancellation);

    private static Task<IResult> UpsertAsync(HttpContext context, CancellationToken cancellation) => WriteAsync(context, null, Merging, cancellation);

    private static Task<IResult> PatchAsync(HttpContext context, string id, CancellationToken cancellation) => WriteAsync(context, id, Merging, cancellation);

    private static async Task<IResult> DeleteAsync(HttpContext context, string id, ProjectDocuments documents, CancellationToken cancellation)
    {
        if (!ProjectAnswers.TryBegin(context, out var place, out var expected, out var refusal)) return LoopBackAnswers.Of(refusal!);
        var count = 0;
        var outcome = await documents.DeleteAsync(place, expected, context.GetCaller(), document => (count = Is(document, place, id) ? 1 : 0) > 0, cancellation);
        return LoopBackAnswers.Of(context, Model, outcome, _ => LoopBackAnswers.Json(new JsonObject { ["count"] = count }));
    }

    private static async Task<IResult> ClearAsync(HttpContext context, string id, ProjectDocuments documents, CancellationToken cancellation)
    {
        if (!ProjectAnswers.TryBegin(context, out var place, out var expected, out var refusal)) return LoopBackAnswers.Of(refusal!);
        JsonObject? cleared = null;
        var outcome = await documents.EditAsync(place, expected, context.GetCaller(), document =>
        {
            if (!Is(document, place, id)) throw new EditNotFoundException($"Unknown \"{Model}\" id \"{id}\".");
            cleared = ProjectEntities.Clear(document.Project!);
            return (cleared, "Clear the project");
        }, cancellation);
        return LoopBackAnswers.Of(context, Model, outcome, _ => LoopBackAnswers.Json(cleared));
    }

    /// <summary>LoopBack merges the members of an instance, not those within them.</summary>
    private static JsonObject Merging(LunchBadgerText document, JsonObject body)
    {
        var project = (JsonObject?)document.Project?.DeepClone() ?? LunchBadgerText.NewProject(document.Name);
        foreach (var (name, value) in body) project[name] = value?.DeepClone();
        return project;
    }

    private static async Task<IResult> WriteAsync(
        HttpContext context, string? id, Func<LunchBadgerText, JsonObject, JsonObject> write, CancellationToken cancellation)
    {
        if (!ProjectAnswers.TryBegin(context, out var place, out var expected, out var refusal)) return LoopBackAnswers.Of(refusal!);
        var (body, notAnObject) = await JsonBodies.ReadObjectAsync(context, JsonBodies.MaxDocumentBytes, cancellation);
        if (body is null) return LoopBackAnswers.Of(notAnObject!);
        JsonObject? written = null;
        var documents = context.RequestServices.GetRequiredService<ProjectDocuments>();
        var outcome = await documents.EditAsync(place, expected, context.GetCaller(), document =>
        {
            if (id is not null && !Is(document, place, id)) throw new EditNotFoundException($"Unknown \"{Model}\" id \"{id}\".");
            // The environment's own name and the one that its document has mean the same project, which keeps the one it has.
            var meant = (JsonObject)body.DeepClone();
            if (ProjectEntities.Text(meant, "id") == LunchBadgerDocument.ProjectName(place.Key)) meant["id"] = document.Project?["id"]?.DeepClone() ?? document.Name;
            ProjectRoutes.RefuseOtherId(document, meant);
            written = write(document, meant);
            return (written, ProjectEntities.DescribeChange(document.Project, written));
        }, cancellation);
        return outcome is EditOutcome.NotFound missing
            ? LoopBackAnswers.Error(StatusCodes.Status404NotFound, missing.Message, code: "MODEL_NOT_FOUND")
            : LoopBackAnswers.Of(context, Model, outcome, _ => LoopBackAnswers.Json(written));
    }

    private static async Task<IResult> FilterAsync(HttpContext context, Func<IReadOnlyList<JsonObject>, IResult> answer, CancellationToken cancellation)
    {
        if (!LoopBackFilter.TryRead(context, out var filter, out var refusal)) return refusal!;
        return await ReadAsync(
            context,
            (document, _) => answer(filter.Apply(document.Project is null ? [] : [(JsonObject)document.Project.DeepClone()])),
            cancellation);
    }

    private static async Task<IResult> ReadAsync(HttpContext context, Func<LunchBadgerText, EnvironmentPlace, IResult> answer, CancellationToken cancellation) =>
        LoopBackAnswers.Of(await ProjectAnswers.ReadAsync(context, answer, cancellation));

    private static bool Is(LunchBadgerText document, EnvironmentPlace place, string id) =>
        document.Project is not null && (id == document.Name || id == LunchBadgerDocument.ProjectName(place.Key));
}
