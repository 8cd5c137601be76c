using System.Text.Json.Nodes;
using GitOps.Configstore.Access;
using GitOps.Configstore.Editing;
using GitOps.Configstore.ProjectApi;

namespace GitOps.Configstore.Files;

/// <summary>
/// <c>PATCH …/files</c>: changes files of one repository in one commit. The body names them as <c>dev/&lt;path&gt;</c>,
/// <c>functions/&lt;path&gt;</c> or, of <c>dev</c>, by their path alone; a value is the new text, <c>{content,encoding}</c>, or null,
/// which deletes. If-Match is required.
/// </summary>
public static class FileEditRoutes
{
    /// <summary>Bytes of a body; binary content is a third longer in it.</summary>
    private const int MaxBytes = 16 * 1024 * 1024;

    private const int NamedFiles = 5;

    public static IEndpointRouteBuilder MapFileEdits(this IEndpointRouteBuilder routes)
    {
        routes.MapPatch("/files", PatchAsync)
            .WithSummary("Changes files of one repository in one commit: text, {content,encoding} or null to delete. If-Match is required")
            .Accepts<JsonObject>("application/json").Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        return routes;
    }

    private static async Task<IResult> PatchAsync(HttpContext context, RepositoryEditor editor, CancellationToken cancellation)
    {
        if (!ProjectAnswers.TryBegin(context, out var place, out var expected, out var refusal)) return refusal!;
        if (context.Request.Headers.IfMatch.Count == 0) return EditAnswers.RevisionRequired(context, place.Revision);
        var (body, notAnObject) = await JsonBodies.ReadObjectAsync(context, MaxBytes, cancellation);
        if (body is null) return notAnObject!;
        if (body.Count == 0) return Answers.BadRequest("The body names no file.");
        var edits = new Dictionary<string, FileEdit>(StringComparer.Ordinal);
        foreach (var (name, value) in body)
        {
            if (!FileEdit.TryRead(name, value, out var edit, out var reason)) return Answers.BadRequest(reason);
            if (!edits.TryAdd($"{edit.Role}/{edit.Path}", edit)) return Answers.BadRequest($"'{edit.Path}' is named twice, with and without its repository.");
        }
        var roles = edits.Values.Select(edit => edit.Role).Distinct().ToList();
        if (roles.Count > 1) return Answers.BadRequest("The files are of both repositories, and two commits cannot be made as one: send those of 'dev' and of 'functions' apart.");

        var outcome = await editor.EditAsync(place, roles[0], expected, context.GetCaller(), (draft, _) =>
        {
            foreach (var edit in edits.Values)
            {
                if (edit.Content is null) draft.Delete(edit.Path);
                else draft.WriteBytes(edit.Path, edit.Content);
            }
            return new(Message(edits.Values));
        }, cancellation);
        return EditAnswers.ToResult(context, outcome);
    }

    private static string Message(IReadOnlyCollection<FileEdit> edits)
    {
        var written = Named("Write", [.. edits.Where(edit => edit.Content is not null).Select(edit => edit.Path)]);
        var deleted = Named("Delete", [.. edits.Where(edit => edit.Content is null).Select(edit => edit.Path)]);
        return string.Join("; ", new[] { written, deleted }.Where(part => part.Length > 0));
    }

    private static string Named(string verb, IReadOnlyList<string> paths) => paths.Count switch
    {
        0 => "",
        <= NamedFiles => $"{verb} {string.Join(", ", paths)}",
        _ => $"{verb} {string.Join(", ", paths.Take(NamedFiles))} and {paths.Count - NamedFiles} more",
    };
}
