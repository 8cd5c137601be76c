using GitOps.Configstore.Actualizers;
using GitOps.Configstore.Environments;
using GitOps.Configstore.Producers;
using GitOps.Configstore.Snapshots;
using GitOps.Gitea.Errors;
using GitOps.Model.Api;
using GitOps.Model.Serverless;
using GitOps.Model.Validation;

namespace GitOps.Configstore.FunctionApi;

/// <summary>
/// <c>GET …/sls-api/service/{function}/logs?tail=&amp;since=&amp;previous=</c>: what the function's pods wrote, which the actualizer reads from the
/// cluster. Empty with <c>X-Pods: 0</c> while there are none.
/// </summary>
public static class FunctionLogRoutes
{
    public static IEndpointRouteBuilder MapFunctionLogs(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sls-api/service/{function}/logs", GetAsync)
            .WithSummary("What the function's pods wrote, each line behind its pod's name")
            .Produces<string>(StatusCodes.Status200OK, "text/plain").ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        return routes;
    }

    private static async Task<IResult> GetAsync(
        HttpContext context, string function, string? tail, string? since, string? previous, ProducerRegistry registry, Functions functions, ActualizerClient actualizer, CancellationToken cancellation)
    {
        if (!EnvironmentLookup.TryFind(context, registry, out var place, out var refusal)) return refusal;
        if (!LogQuery.TryParse(tail, since, previous, out var query, out var reason)) return Answers.BadRequest(reason);
        try
        {
            var repository = await functions.ReadAsync(place, cancellation);
            if (!repository.Documents.TryGetValue($"{function}/{FunctionDraft.DocumentName}", out var text)) return Answers.NotFound(FunctionDraft.Missing(function));
            // The cluster knows the function by what its document calls it; one that cannot be read runs, if at all, under its folder's name.
            var document = new Dictionary<string, string> { [$"{function}/{FunctionDraft.DocumentName}"] = text };
            var service = ServerlessReader.ReadServices(document, "functions/", new ProblemList()) is [var read, ..] ? read.Service : function;
            var (pods, log) = await actualizer.ReadLogAsync(place.Key, service, query, cancellation);
            context.Response.Headers[ActualizerClient.PodsHeader] = pods;
            return Results.Text(log, "text/plain");
        }
        catch (ActualizerUnavailableException unavailable)
        {
            return Answers.TryLater(context, unavailable.Message);
        }
        catch (Exception failure) when (failure is GiteaException or CommitNotFoundException)
        {
            return Answers.NotRead(context, failure);
        }
    }
}
