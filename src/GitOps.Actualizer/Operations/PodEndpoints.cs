using GitOps.Engine.Composing;
using GitOps.Kubernetes;
using GitOps.Kubernetes.Errors;
using GitOps.Kubernetes.Listing;
using GitOps.Kubernetes.Objects;
using GitOps.Model.Names;

namespace GitOps.Actualizer.Operations;

/// <summary>
/// <c>GET /producers/{producer}/pods?app=workspace</c>: a producer's pods of a component that may still run, from all of its projects and
/// environments, those that are being deleted among them. 503 when the cluster gives no whole answer: never a shorter list.
/// </summary>
public static class PodEndpoints
{
    private static readonly GroupVersionKind Pods = new("v1", "Pod");

    public static IEndpointRouteBuilder MapPods(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/producers/{producer}/pods", ListAsync);
        return routes;
    }

    private static async Task<IResult> ListAsync(string producer, string? app, KubernetesClient client, Namespaces namespaces, CancellationToken cancellation)
    {
        if (!ProducerName.TryParse(producer, out var name)) return Results.Problem($"'{producer}' is no producer name.", statusCode: StatusCodes.Status400BadRequest);
        if (app is null || DnsLabel.Violation(app, ObjectNames.MaxLabelLength) is not null) return Results.Problem("app must name a component, such as workspace.", statusCode: StatusCodes.Status400BadRequest);
        try
        {
            // Where more than one namespace may hold pods, all are looked at: pods go on running in those of a template that was left long ago.
            var found = await client.ListAsync(
                Pods, namespaces.IsOne ? namespaces.Shared : "", new ListOptions { LabelSelector = $"app={app},{EnvironmentLabels.Producer}={name}" }, cancellation);
            var running = found.Items.Where(MayRun).Select(pod => new PodView(pod.Name, app, CreatedAt(pod))).ToList();
            return Results.Json(new PodListView(running), OperationsJson.Default.PodListView);
        }
        catch (KubernetesException error)
        {
            return Results.Problem($"The pods of {name} could not be listed: {error.Message}", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>Pods that have ended, such as evicted ones, never run again.</summary>
    private static bool MayRun(KubernetesObject pod) =>
        !(pod.Json.TryGetProperty("status"u8, out var status) && status.TryGetProperty("phase"u8, out var phase) && phase.GetString() is "Succeeded" or "Failed");

    private static DateTimeOffset CreatedAt(KubernetesObject pod) => pod.Metadata.GetProperty("creationTimestamp"u8).GetDateTimeOffset();
}
