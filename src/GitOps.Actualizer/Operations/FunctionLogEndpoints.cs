using System.Globalization;
using GitOps.Kubernetes.Errors;
using GitOps.Kubernetes.Logs;
using GitOps.Model.Api;
using GitOps.Model.Names;

namespace GitOps.Actualizer.Operations;

/// <summary>
/// <c>GET /producers/{producer}/projects/{project}/envs/{env}/functions/{function}/logs?tail=&amp;since=&amp;previous=</c>: what the pods of a
/// function wrote, as text; <c>X-Pods</c> says how many there are, and with none the text is empty. 503 when the cluster cannot be asked.
/// </summary>
public static class FunctionLogEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static IEndpointRouteBuilder MapFunctionLogs(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/producers/{producer}/projects/{project}/envs/{env}/functions/{function}/logs", ReadAsync);
        return routes;
    }

    private static async Task<IResult> ReadAsync(
        HttpContext context, string producer, string project, string env, string function, string? tail, string? since, string? previous, FunctionPodLogs logs, CancellationToken cancellation)
    {
        if (!EnvironmentKey.TryParse($"{producer}/{project}/{env}", null, out var key)) return BadRequest($"'{producer}/{project}/{env}' is no environment.");
        if (DnsLabel.Violation(function, ObjectNames.MaxLabelLength) is { } violation) return BadRequest($"The name of a function {violation}.");
        if (!LogQuery.TryParse(tail, since, previous, out var query, out var reason)) return BadRequest(reason);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            var options = new LogOptions { TailLines = query.Tail, Since = query.Since is { } seconds ? TimeSpan.FromSeconds(seconds) : null, Previous = query.Previous };
            var (pods, text) = await logs.ReadAsync(key, function, options, patience.Token);
            context.Response.Headers["X-Pods"] = pods.ToString(CultureInfo.InvariantCulture);
            return Results.Text(text, "text/plain");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Unavailable($"The logs of {function} of {key} could not be read within {Patience.TotalSeconds} s.");
        }
        catch (Exception failure) when (failure is KubernetesException or IOException or HttpRequestException)
        {
            return Unavailable($"The logs of {function} of {key} could not be read: {failure.Message}");
        }
    }

    private static IResult BadRequest(string reason) => Results.Problem(reason, statusCode: StatusCodes.Status400BadRequest);

    private static IResult Unavailable(string reason) => Results.Problem(reason, statusCode: StatusCodes.Status503ServiceUnavailable);
}
