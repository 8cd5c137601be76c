using System.Text.Json.Nodes;
using GitOps.Configstore.Editing;
using GitOps.Configstore.Environments;
using GitOps.Configstore.Producers;
using GitOps.Configstore.Snapshots;
using GitOps.Gitea.Errors;
using GitOps.Model.Json;
using GitOps.Model.LunchBadger;

namespace GitOps.Configstore.ProjectApi;

/// <summary>What the routes of a project have in common: finding it, and answering with parts of it.</summary>
internal static class ProjectAnswers
{
    /// <summary>Reads the document and answers with what is made of it; ETag, <c>X-Revision</c> and 304 are done here.</summary>
    public static async Task<IResult> ReadAsync(HttpContext context, Func<LunchBadgerText, EnvironmentPlace, IResult> answer, CancellationToken cancellation)
    {
        if (!EnvironmentLookup.TryFind(context, context.RequestServices.GetRequiredService<ProducerRegistry>(), out var place, out var refusal)) return refusal;
        try
        {
            var document = await context.RequestServices.GetRequiredService<ProjectDocuments>().ReadAsync(place, cancellation);
            context.Response.Headers[EnvironmentRoutes.RevisionHeader] = place.Revision.ToString();
            if (Answers.IsNotModified(context, place.Revision.ToString())) return Results.StatusCode(StatusCodes.Status304NotModified);
            return answer(document, place);
        }
        catch (EditRefusedException refused)
        {
            return EditAnswers.Invalid(refused.Problems);
        }
        catch (EditNotFoundException missing)
        {
            return Answers.NotFound(missing.Message);
        }
        catch (CommitNotFoundException missing)
        {
            return Answers.NotFound(missing.Message);
        }
        catch (GiteaException failure)
        {
            return Answers.NotRead(context, failure);
        }
    }

    /// <summary>Finds the environment and the expected revision of a write.</summary>
    public static bool TryBegin(HttpContext context, out EnvironmentPlace place, out GitOps.Model.Snapshots.Revision? expected, out IResult? refusal)
    {
        expected = null;
        if (EnvironmentLookup.TryFind(context, context.RequestServices.GetRequiredService<ProducerRegistry>(), out var found, out refusal))
        {
            place = found;
            return EditAnswers.TryReadExpected(context, found, out expected, out refusal);
        }
        place = null!;
        return false;
    }

    public static IResult Json(JsonNode? value, int status = StatusCodes.Status200OK) =>
        Results.Text(value?.ToJsonString(StrictJson.Writing) ?? "null", "application/json", statusCode: status);
}
