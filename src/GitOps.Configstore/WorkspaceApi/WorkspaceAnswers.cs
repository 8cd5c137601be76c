using System.Text.Json.Nodes;
using GitOps.Configstore.Access;
using GitOps.Configstore.Editing;
using GitOps.Configstore.Environments;
using GitOps.Configstore.LoopBack;
using GitOps.Configstore.Producers;
using GitOps.Configstore.ProjectApi;
using GitOps.Configstore.Snapshots;
using GitOps.Gitea.Errors;

namespace GitOps.Configstore.WorkspaceApi;

/// <summary>What the routes of the workspace API have in common: finding the environment, reading, editing, and LoopBack's answers.</summary>
internal static class WorkspaceAnswers
{
    private const int NamedChanges = 5;

    /// <summary>Reads the project and answers with what is made of it; ETag, <c>X-Revision</c> and 304 are done here.</summary>
    public static async Task<IResult> ReadAsync(HttpContext context, string model, Func<Workspace, IResult> answer, CancellationToken cancellation)
    {
        if (!EnvironmentLookup.TryFind(context, context.RequestServices.GetRequiredService<ProducerRegistry>(), out var place, out var refusal)) return LoopBackAnswers.Of(refusal);
        try
        {
            var workspace = await context.RequestServices.GetRequiredService<WorkspaceDocuments>().ReadAsync(place, cancellation);
            var answered = answer(workspace);
            context.Response.Headers[EnvironmentRoutes.RevisionHeader] = place.Revision.ToString();
            return Answers.IsNotModified(context, place.Revision.ToString()) ? Results.StatusCode(StatusCodes.Status304NotModified) : answered;
        }
        catch (EditRefusedException refused)
        {
            return LoopBackAnswers.Of(context, model, new EditOutcome.Invalid(refused.Problems), _ => Results.Empty);
        }
        catch (EditNotFoundException missing)
        {
            return NotFound(missing.Message);
        }
        catch (CommitNotFoundException missing)
        {
            return LoopBackAnswers.Of(Answers.NotFound(missing.Message));
        }
        catch (GiteaException failure)
        {
            return LoopBackAnswers.Of(Answers.NotRead(context, failure));
        }
    }

    /// <summary>Edits the project in one commit, as the caller.</summary>
    /// <param name="edit">Changes it, and returns what it did. May be called several times.</param>
    /// <param name="success">The answer, after the last call.</param>
    public static async Task<IResult> EditAsync(
        HttpContext context, string model, Func<Workspace, IReadOnlyList<string>> edit, Func<IResult> success, CancellationToken cancellation)
    {
        if (!ProjectAnswers.TryBegin(context, out var place, out var expected, out var refusal)) return LoopBackAnswers.Of(refusal!);
        var documents = context.RequestServices.GetRequiredService<WorkspaceDocuments>();
        var outcome = await documents.EditAsync(place, expected, context.GetCaller(), workspace => Message(edit(workspace)), cancellation);
        return outcome is EditOutcome.NotFound missing ? NotFound(missing.Message) : LoopBackAnswers.Of(context, model, outcome, _ => success());
    }

    public static IResult NotFound(string message) => LoopBackAnswers.Error(StatusCodes.Status404NotFound, message, code: "MODEL_NOT_FOUND");

    public static IResult Count(int count) => LoopBackAnswers.Json(new JsonObject { ["count"] = count });

    public static IResult List(IEnumerable<JsonObject> entities) => LoopBackAnswers.Json(new JsonArray([.. entities]));

    private static string Message(IReadOnlyList<string> changes) => changes.Count switch
    {
        0 => "Change nothing",
        <= NamedChanges => string.Join("; ", changes),
        _ => $"{string.Join("; ", changes.Take(NamedChanges))} and {changes.Count - NamedChanges} more changes",
    };
}
