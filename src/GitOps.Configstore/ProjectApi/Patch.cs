using System.Text.Json.Nodes;
using GitOps.Configstore.Editing;
using GitOps.Model.Json;

namespace GitOps.Configstore.ProjectApi;

/// <summary>A request to change part of a JSON value: JSON Patch (RFC 6902) or merge patch (RFC 7386).</summary>
internal sealed class Patch
{
    public const string JsonPatchType = "application/json-patch+json";
    public const string MergePatchType = "application/merge-patch+json";

    private const int NamedChanges = 5;

    private readonly Func<JsonNode?, JsonNode?> _apply;

    private Patch(Func<JsonNode?, JsonNode?> apply, IReadOnlyList<string> changes)
    {
        _apply = apply;
        Summary = changes.Count <= NamedChanges ? string.Join(", ", changes) : $"{string.Join(", ", changes.Take(NamedChanges))} and {changes.Count - NamedChanges} more";
    }

    /// <summary>What is changed, for the commit's message.</summary>
    public string Summary { get; }

    /// <summary>The patch that a request holds, or the answer to give when it holds none. Plain JSON counts as a merge patch.</summary>
    public static async Task<(Patch? Patch, IResult? Refusal)> ReadAsync(HttpContext context, CancellationToken cancellation)
    {
        context.Response.Headers["Accept-Patch"] = $"{JsonPatchType}, {MergePatchType}";
        var type = context.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant();
        if (type is not (JsonPatchType or MergePatchType or "application/json"))
            return (null, Results.Problem($"PATCH takes {JsonPatchType} or {MergePatchType}.", statusCode: StatusCodes.Status415UnsupportedMediaType));
        var (body, status, reason) = await JsonBodies.ReadAsync(context, JsonBodies.MaxDocumentBytes, cancellation);
        if (status != StatusCodes.Status200OK) return (null, Results.Problem(reason, statusCode: status));
        if (type != JsonPatchType)
        {
            return body is JsonObject changes
                ? (new Patch(document => JsonMergePatch.Apply(document, changes), [.. changes.Select(change => change.Key)]), null)
                : (null, Answers.BadRequest("A merge patch of an object is an object."));
        }
        try
        {
            var patch = JsonPatch.Parse(body);
            return (new Patch(patch.Apply, [.. patch.Changes]), null);
        }
        catch (JsonPatchException malformed)
        {
            return (null, Answers.BadRequest(malformed.Message));
        }
    }

    /// <summary>The object after the patch; the given one stays as it is.</summary>
    /// <exception cref="EditConflictException">The object is not as the patch expects it.</exception>
    /// <exception cref="EditRefusedException">The patch would leave no object, or too much.</exception>
    public JsonObject Apply(JsonObject document, string file, string path)
    {
        try
        {
            return _apply(document) as JsonObject ?? throw new EditRefusedException(file, path, "The patch leaves no object here.");
        }
        catch (JsonPatchException failure)
        {
            throw failure.IsMalformed ? new EditRefusedException(file, path, failure.Message) : new EditConflictException(failure.Message);
        }
    }
}
