using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Configstore.Access;
using GitOps.Configstore.Editing;
using GitOps.Model.Documents;
using GitOps.Model.LunchBadger;

namespace GitOps.Configstore.ProjectApi;

/// <summary>
/// The project of an environment: <c>GET</c>, <c>PUT</c> and <c>PATCH …/project</c>, <c>POST …/project/clear</c>, and
/// <c>…/project/disabled</c> for operators. The revision is the ETag.
/// </summary>
public static class ProjectRoutes
{
    private const string File = EnvironmentDocuments.ProjectFile;

    public static IEndpointRouteBuilder MapProject(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/project", Get).WithSummary("The project, as it is written").Produces<JsonObject>().Produces(StatusCodes.Status304NotModified);
        routes.MapPut("/project", PutAsync)
            .WithSummary("Replaces the project. If-Match is required: 428 without it, 412 when it is stale")
            .Accepts<JsonObject>("application/json").Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        routes.MapPatch("/project", PatchAsync)
            .WithSummary("Changes parts of the project: JSON Patch or merge patch. Without If-Match it is applied to whatever is there")
            .Accepts<JsonObject>(Patch.JsonPatchType, Patch.MergePatchType).Produces<JsonObject>()
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        routes.MapPost("/project/clear", ClearAsync).WithSummary("Removes every entity from the project; what is not an entity stays").Produces<JsonObject>();
        routes.MapGet("/project/disabled", GetDisabled).WithSummary("Whether the environment is switched off, and where").Produces<DisabledState>();
        routes.MapPut("/project/disabled", PutDisabledAsync)
            .WithSummary("Switches the environment off or on, beside models (document) or inside the project").RequireAccess(Permission.Operator)
            .Accepts<DisabledState>("application/json").Produces(StatusCodes.Status204NoContent);
        return routes;
    }

    private static Task<IResult> Get(HttpContext context, CancellationToken cancellation) => ProjectAnswers.ReadAsync(
        context,
        (document, place) => document.ProjectText is { } text ? Results.Text(text, "application/json") : Answers.NotFound(ProjectDocuments.NoProject(place)),
        cancellation);

    private static async Task<IResult> PutAsync(HttpContext context, ProjectDocuments documents, CancellationToken cancellation)
    {
        if (!ProjectAnswers.TryBegin(context, out var place, out var expected, out var refusal)) return refusal!;
        // Whoever replaces everything must have seen what is there; `*` says that they do not care.
        if (context.Request.Headers.IfMatch.Count == 0) return EditAnswers.RevisionRequired(context, place.Revision);
        var (body, notAnObject) = await JsonBodies.ReadObjectAsync(context, JsonBodies.MaxDocumentBytes, cancellation);
        if (body is null) return notAnObject!;
        var outcome = await documents.EditAsync(place, expected, context.GetCaller(), document =>
        {
            var project = Replacing(document, body);
            return (project, ProjectEntities.DescribeChange(document.Project, project));
        }, cancellation);
        return EditAnswers.ToResult(context, outcome);
    }

    private static async Task<IResult> PatchAsync(HttpContext context, ProjectDocuments documents, CancellationToken cancellation)
    {
        if (!ProjectAnswers.TryBegin(context, out var place, out var expected, out var refusal)) return refusal!;
        var (patch, noPatch) = await Patch.ReadAsync(context, cancellation);
        if (patch is null) return noPatch!;
        JsonObject? patched = null;
        var outcome = await documents.EditAsync(place, expected, context.GetCaller(), document =>
        {
            var before = document.Project ?? LunchBadgerText.NewProject(document.Name);
            patched = patch.Apply(before, File, "$");
            RefuseOtherId(document, patched);
            return (patched, $"Patch the project: {patch.Summary}");
        }, cancellation);
        return EditAnswers.ToResult(context, outcome, _ => ProjectAnswers.Json(patched));
    }

    private static async Task<IResult> ClearAsync(HttpContext context, ProjectDocuments documents, CancellationToken cancellation)
    {
        if (!ProjectAnswers.TryBegin(context, out var place, out var expected, out var refusal)) return refusal!;
        JsonObject? cleared = null;
        var outcome = await documents.EditAsync(place, expected, context.GetCaller(), document =>
        {
            cleared = ProjectEntities.Clear(document.Project ?? LunchBadgerText.NewProject(document.Name));
            return (cleared, "Clear the project");
        }, cancellation);
        return EditAnswers.ToResult(context, outcome, _ => ProjectAnswers.Json(cleared));
    }

    private static Task<IResult> GetDisabled(HttpContext context, CancellationToken cancellation) => ProjectAnswers.ReadAsync(
        context,
        (document, _) => Results.Json(DisabledState.Of(document), ConfigstoreJson.Default.DisabledState),
        cancellation);

    private static async Task<IResult> PutDisabledAsync(HttpContext context, ProjectDocuments documents, CancellationToken cancellation)
    {
        if (!ProjectAnswers.TryBegin(context, out var place, out var expected, out var refusal)) return refusal!;
        var (body, notAnObject) = await JsonBodies.ReadObjectAsync(context, JsonBodies.MaxDocumentBytes, cancellation);
        if (body is null) return notAnObject!;
        var (document, inside, both) = (Flag(body, "document"), Flag(body, "project"), Flag(body, "disabled"));
        // Off needs one of them, on needs neither.
        if (both is { } state) (document, inside) = (document ?? state, inside ?? (state ? null : await HasProjectAsync(documents, place, cancellation) ? false : null));
        if (document is null && inside is null) return Answers.BadRequest("Expected {\"disabled\":true} or {\"disabled\":false}, or one of its places alone as \"document\" or \"project\".");
        var outcome = await documents.SwitchAsync(place, expected, context.GetCaller(), document, inside, cancellation);
        return EditAnswers.ToResult(context, outcome);
    }

    private static async Task<bool> HasProjectAsync(ProjectDocuments documents, Environments.EnvironmentPlace place, CancellationToken cancellation)
    {
        try
        {
            return (await documents.ReadAsync(place, cancellation)).Project is not null;
        }
        catch (Exception failure) when (failure is EditRefusedException or Gitea.Errors.GiteaException or Snapshots.CommitNotFoundException)
        {
            // The edit will meet the same, and say it.
            return true;
        }
    }

    private static bool? Flag(JsonObject body, string member) => body[member]?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>The project that takes the place of what is there: the flag of the operators and the id stay.</summary>
    internal static JsonObject Replacing(LunchBadgerText document, JsonObject body)
    {
        RefuseOtherId(document, body);
        var project = (JsonObject)body.DeepClone();
        if (!project.ContainsKey("id")) project.Insert(0, "id", document.Name);
        if (document.Project?["disabled"] is { } flag && !project.ContainsKey("disabled")) project["disabled"] = flag.DeepClone();
        return project;
    }

    /// <summary>A project with another id would be one that nobody finds.</summary>
    internal static void RefuseOtherId(LunchBadgerText document, JsonObject project)
    {
        if (project["id"] is { } id && !(id.GetValueKind() == JsonValueKind.String && id.GetValue<string>() == document.Name) && !JsonNode.DeepEquals(id, document.Project?["id"]))
            throw new EditRefusedException(File, "$.id", $"The id of this environment's project is '{document.Name}' and cannot be changed.");
    }
}
