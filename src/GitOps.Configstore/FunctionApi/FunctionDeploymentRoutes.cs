using System.Text.Json.Nodes;
using GitOps.Configstore.Access;
using GitOps.Configstore.Changes;
using GitOps.Configstore.Editing;
using GitOps.Configstore.Environments;
using GitOps.Configstore.Producers;
using GitOps.Configstore.ProjectApi;
using GitOps.Configstore.Scanning;
using GitOps.Configstore.Snapshots;
using GitOps.Gitea.Errors;
using GitOps.Model.Api;
using GitOps.Model.Snapshots;

namespace GitOps.Configstore.FunctionApi;

/// <summary>
/// <c>POST …/sls-api/deploy</c> and <c>DELETE …/sls-api/deploy/{function}</c>. Functions are deployed by themselves when git says so:
/// what is asked for here is that the actualizer looks at the environment now, changed or not, and that a function is taken out of the cluster and put
/// back, which is a flag in its document.
/// </summary>
public static class FunctionDeploymentRoutes
{
    private const string Path = "/sls-api/deploy";
    private const int MaxBodyBytes = 64 * 1024;

    public static IEndpointRouteBuilder MapFunctionDeployment(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, PostAsync)
            .WithSummary("Has the environment reconciled now, changed or not, with the function among it: {name}. Location tells of the end").Accepts<JsonObject>("application/json")
            .Produces<JsonObject>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        routes.MapDelete(Path + "/{function}", DeleteAsync)
            .WithSummary("Takes a function out of the cluster and leaves its code: lunchbadger.disabled in its serverless.yml")
            .Produces<JsonObject>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status404NotFound);
        return routes;
    }

    private static async Task<IResult> PostAsync(
        HttpContext context, Functions functions, FunctionDeployment deployment, RepositoryObserver observer, ProducerRegistry registry, ConfigstoreSettings settings, ChangeHub changes, CancellationToken cancellation)
    {
        if (!ProjectAnswers.TryBegin(context, out var place, out var expected, out var refusal)) return refusal!;
        var (body, notAnObject) = await JsonBodies.ReadObjectAsync(context, MaxBodyBytes, cancellation);
        if (body is null) return notAnObject!;
        if (ProjectEntities.Text(body, "name") is not { Length: > 0 } name) return Answers.BadRequest("Expected {\"name\":\"<function>\"}.");
        try
        {
            // Who asks for what was pushed gets it, also when Gitea has lost that it was.
            await observer.CheckAsync(place.Key, cancellation);
            var key = place.Key;
            place = registry.Current.Producers.TryGetValue(key.Producer, out var producer) ? EnvironmentLookup.PlaceOf(key, producer, settings) : null;
            if (place is null) return Answers.NotFound($"{key} is gone.");
            var (service, impossible) = await deployment.FindAsync(place, name, cancellation);
            if (service is null) return EditAnswers.ToResult(context, impossible!);
            EditOutcome outcome = expected is { } revision && revision != place.Revision ? new EditOutcome.Stale(place.Revision) : new EditOutcome.Unchanged(place.Revision);
            if (service.Disabled) outcome = await functions.SwitchAsync(place, expected, context.GetCaller(), name, disabled: false, cancellation);
            return EditAnswers.ToResult(context, outcome, made =>
            {
                changes.Publish(ChangeStreamEvents.Reconcile, place.Key.Producer, ReconcileRequest.Of(place.Key), ApiJson.Default.ReconcileRequest);
                return Accepted(context, name, made);
            });
        }
        catch (Exception failure) when (failure is GiteaException or CommitNotFoundException)
        {
            return Answers.NotRead(context, failure);
        }
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string function, Functions functions, CancellationToken cancellation)
    {
        if (!ProjectAnswers.TryBegin(context, out var place, out var expected, out var refusal)) return refusal!;
        if (!FilePath.IsPlain(function)) return Answers.NotFound(FunctionDraft.Missing(function));
        var outcome = await functions.SwitchAsync(place, expected, context.GetCaller(), function, disabled: true, cancellation);
        return EditAnswers.ToResult(context, outcome, made => Accepted(context, function, made));
    }

    /// <summary>202: it is the actualizer's turn, and its status tells the end of it.</summary>
    private static IResult Accepted(HttpContext context, string function, Revision revision)
    {
        var path = $"{context.Request.PathBase}{context.Request.Path}";
        var status = $"{path[..path.IndexOf(Path, StringComparison.OrdinalIgnoreCase)]}/status";
        context.Response.Headers.Location = status;
        return ProjectAnswers.Json(new JsonObject { ["name"] = function, ["revision"] = revision.ToString(), ["status"] = status }, StatusCodes.Status202Accepted);
    }
}
