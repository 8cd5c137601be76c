using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Configstore.Environments;
using GitOps.Model.Api;
using GitOps.Model.Snapshots;
using GitOps.Model.Validation;
using Microsoft.Net.Http.Headers;

namespace GitOps.Configstore.Editing;

/// <summary>What edits ask for in their requests, and what they answer.</summary>
public static class EditAnswers
{
    /// <summary>
    /// 204 with the revision in <c>ETag</c> and <c>X-Revision</c>; 412 with the current one there; 422 with all problems; 404, 409,
    /// 401, 403, and 503 with <c>Retry-After</c>. Errors are problem details.
    /// </summary>
    public static IResult ToResult(HttpContext context, EditOutcome outcome) => ToResult(context, outcome, static _ => Results.NoContent());

    /// <param name="success">The answer to what is as it was asked to be; the revision's headers are set already.</param>
    public static IResult ToResult(HttpContext context, EditOutcome outcome, Func<Revision, IResult> success)
    {
        switch (outcome)
        {
            case EditOutcome.Committed made:
                SetRevision(context, made.Revision);
                return success(made.Revision);
            case EditOutcome.Unchanged same:
                SetRevision(context, same.Revision);
                return success(same.Revision);
            case EditOutcome.Stale stale:
                return Stale(context, stale.Current);
            case EditOutcome.Invalid invalid:
                return Invalid(invalid.Problems);
            case EditOutcome.NotFound missing:
                return Answers.NotFound(missing.Message);
            case EditOutcome.Conflict conflict:
                return Results.Problem(conflict.Message, statusCode: StatusCodes.Status409Conflict);
            case EditOutcome.Forbidden forbidden:
                return Results.Problem(forbidden.Message, statusCode: StatusCodes.Status403Forbidden);
            case EditOutcome.Unauthorized unauthorized:
                return Results.Problem(unauthorized.Message, statusCode: StatusCodes.Status401Unauthorized);
            case EditOutcome.Unavailable unavailable:
                return Answers.TryLater(context, unavailable.Message);
            default:
                throw new InvalidOperationException($"There is no answer for {outcome.GetType().Name}.");
        }
    }

    /// <summary>412: the environment is at another revision, which the headers name.</summary>
    public static IResult Stale(HttpContext context, Revision current)
    {
        SetRevision(context, current);
        return Results.Problem(
            $"The environment is at {current}. Read it again, apply your change to that, and send its ETag as If-Match.",
            statusCode: StatusCodes.Status412PreconditionFailed);
    }

    /// <summary>428: the caller must say upon which revision it writes; the headers name the current one.</summary>
    public static IResult RevisionRequired(HttpContext context, Revision current)
    {
        SetRevision(context, current);
        return Results.Problem(
            $"If-Match is required: send the ETag of what you read, or * to write upon whatever is there. The environment is at {current}.",
            statusCode: StatusCodes.Status428PreconditionRequired);
    }

    /// <summary>422: every problem with its file, JSON path, reason, hint and line.</summary>
    public static IResult Invalid(IReadOnlyList<Problem> problems) => Results.Problem(
        problems.Count == 1 ? problems[0].ToString() : $"There are {problems.Count} problems; nothing was changed.",
        statusCode: StatusCodes.Status422UnprocessableEntity,
        title: "The documents would not be valid.",
        extensions: new Dictionary<string, object?> { ["problems"] = ToJson(problems) });

    /// <summary>Problems as the members <c>file</c>, <c>path</c>, <c>reason</c>, <c>hint</c> and <c>line</c>.</summary>
    public static JsonArray ToJson(IReadOnlyList<Problem> problems) =>
        [.. problems.Select(problem => JsonSerializer.SerializeToNode(problem, ApiJson.Default.Problem))];

    /// <summary>
    /// The revision of <c>If-Match</c>: null when there is none or it is <c>*</c>. False with the answer when it names another version
    /// than a revision's: nothing can be at it.
    /// </summary>
    public static bool TryReadExpected(HttpContext context, EnvironmentPlace place, out Revision? expected, out IResult? refusal)
    {
        (expected, refusal) = (null, null);
        if (context.Request.Headers.IfMatch.Count == 0) return true;
        var tags = context.Request.GetTypedHeaders().IfMatch;
        if (tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any))) return true;
        foreach (var tag in tags)
        {
            // A proxy that compresses makes the tag weak; the revision in it is the same.
            if (!Revision.TryParse(tag.Tag.ToString().Trim('"'), out var revision)) continue;
            // Of several, the one that holds; else any, which will be told to be stale.
            if (expected is null || revision == place.Revision) expected = revision;
        }
        if (expected is not null) return true;
        refusal = Stale(context, place.Revision);
        return false;
    }

    /// <summary>Sets <c>ETag</c> and <c>X-Revision</c>.</summary>
    public static void SetRevision(HttpContext context, Revision revision)
    {
        context.Response.Headers[EnvironmentRoutes.RevisionHeader] = revision.ToString();
        context.Response.GetTypedHeaders().ETag = new EntityTagHeaderValue($"\"{revision}\"");
    }
}
