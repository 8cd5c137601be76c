using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Errors;
using GitOps.Sandbox.Cluster.Json;
using GitOps.Sandbox.Cluster.Registry;

namespace GitOps.Sandbox.Cluster.Http;

/// <summary>Reads the options of a deletion from the body, or from the query when there is no body.</summary>
internal static class DeleteOptionsReader
{
    /// <exception cref="ApiException">400 or 422 for options that are not understood.</exception>
    public static async Task<DeleteRequest> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        var body = await RequestBody.ReadAsync(request, cancellation) as JsonObject;
        if (body is null)
        {
            return new DeleteRequest
            {
                GracePeriod = RequestOptions.Number(request, "gracePeriodSeconds"),
                Propagation = Propagation(request.Query["propagationPolicy"], RequestOptions.Flag(request, "orphanDependents")),
                DryRun = RequestOptions.DryRun(request),
            };
        }
        var preconditions = body.Object("preconditions");
        return new DeleteRequest
        {
            GracePeriod = body.Integer("gracePeriodSeconds"),
            Propagation = Propagation(body.Text("propagationPolicy"), body.Flag("orphanDependents")),
            Uid = preconditions.Text("uid"),
            ResourceVersion = preconditions.Text("resourceVersion"),
            DryRun = body.Texts("dryRun").Contains("All") || RequestOptions.DryRun(request),
        };
    }

    private static PropagationPolicy? Propagation(string? text, bool orphan) => text switch
    {
        null or "" => orphan ? PropagationPolicy.Orphan : null,
        "Background" => PropagationPolicy.Background,
        "Foreground" => PropagationPolicy.Foreground,
        "Orphan" => PropagationPolicy.Orphan,
        _ => throw RequestOptions.InvalidOptions("DeleteOptions", new StatusCause("FieldValueNotSupported",
            $"Unsupported value: \"{text}\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"", "propagationPolicy")),
    };
}
