using System.Globalization;
using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Errors;
using GitOps.Sandbox.Cluster.Json;
using GitOps.Sandbox.Cluster.Patch;
using GitOps.Sandbox.Cluster.Storage;

namespace GitOps.Sandbox.Cluster.Http;

/// <summary>Subresources with a shape of their own: <c>scale</c>, <c>binding</c>, <c>log</c>.</summary>
internal sealed class SubresourceEndpoint(SandboxCluster cluster)
{
    public Task HandleAsync(HttpContext context, RequestTarget target)
    {
        var known = target.Resource.HasScale && target.Subresource == "scale"
            || target.Resource.Subresources.Any(subresource => subresource.Name == target.Subresource);
        if (!known)
            throw ApiErrors.PathNotFound();
        cluster.Requests.Count(context.Request.Method.ToLowerInvariant(), $"{target.Resource.Qualified}/{target.Subresource}");
        return (target.Subresource, context.Request.Method) switch
        {
            ("scale", "GET") => WriteScaleAsync(context, cluster.Reader.Get(target.Resource, Key(target))),
            ("scale", "PUT" or "PATCH") => ScaleAsync(context, target),
            ("binding", "POST") => BindAsync(context, target),
            ("log", "GET") => LogAsync(context, target),
            _ => throw ApiErrors.MethodNotAllowed(),
        };
    }

    private async Task ScaleAsync(HttpContext context, RequestTarget target)
    {
        var options = RequestOptions.Write(context.Request);
        var body = await RequestBody.ReadAsync(context.Request, context.RequestAborted);
        var patch = context.Request.Method == "PATCH";
        var isJsonPatch = context.Request.ContentType?.StartsWith("application/json-patch+json", StringComparison.Ordinal) == true;
        var result = cluster.Writer.Patch(target.Resource, Key(target), null, live =>
        {
            var scale = Scale(live);
            if (patch)
                scale = isJsonPatch ? JsonPatch.Apply(scale, body) : JsonMergePatch.Apply(scale, body) as JsonObject ?? scale;
            else
                scale = body as JsonObject ?? throw ApiErrors.BadRequest("the request body has to be a Scale");
            var wanted = scale.Object("metadata").Text("resourceVersion");
            if (wanted is { Length: > 0 } && wanted != live.Object("metadata").Text("resourceVersion"))
                throw ApiErrors.Modified(target.Resource, target.Name!);
            live.Ensure("spec")["replicas"] = scale.Object("spec").Integer("replicas") ?? 0;
            return live;
        }, options);
        await WriteScaleAsync(context, result.Value);
    }

    private static Task WriteScaleAsync(HttpContext context, StoredObject value) => ResponseWriter.WriteAsync(context, 200, Scale(value.Parse()));

    private static JsonObject Scale(JsonObject value)
    {
        var metadata = value.Object("metadata");
        var labels = value.Object("spec", "selector").Object("matchLabels") ?? [];
        return new JsonObject
        {
            ["kind"] = "Scale",
            ["apiVersion"] = "autoscaling/v1",
            ["metadata"] = new JsonObject
            {
                ["name"] = metadata.Text("name"),
                ["namespace"] = metadata.Text("namespace"),
                ["uid"] = metadata.Text("uid"),
                ["resourceVersion"] = metadata.Text("resourceVersion"),
                ["creationTimestamp"] = metadata.Text("creationTimestamp"),
            },
            ["spec"] = new JsonObject { ["replicas"] = value.Object("spec").Integer("replicas") ?? 0 },
            ["status"] = new JsonObject
            {
                ["replicas"] = value.Object("status").Integer("replicas") ?? 0,
                ["selector"] = string.Join(',', labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}")),
            },
        };
    }

    private async Task BindAsync(HttpContext context, RequestTarget target)
    {
        var options = RequestOptions.Write(context.Request);
        var body = await RequestBody.ReadObjectAsync(context.Request, context.RequestAborted);
        var node = body.Object("target").Text("name");
        if (string.IsNullOrEmpty(node))
            throw ApiErrors.BadRequest("the binding names no node: target.name: Required value");
        cluster.Writer.Bind(target.Resource, Key(target), node, options);
        await ResponseWriter.WriteAsync(context, 201, new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["code"] = 201,
        });
    }

    private async Task LogAsync(HttpContext context, RequestTarget target)
    {
        var pod = cluster.Reader.Get(target.Resource, Key(target)).Parse();
        var names = pod.Object("spec").Objects("containers").Select(container => container.Text("name") ?? "").ToList();
        var container = (string?)context.Request.Query["container"];
        if (string.IsNullOrEmpty(container))
        {
            container = names.Count == 1 ? names[0] : throw ApiErrors.BadRequest(
                $"a container name must be specified for pod {target.Name}, choose one of: [{string.Join(' ', names)}]");
        }
        else if (!names.Contains(container) && !pod.Object("spec").Objects("initContainers").Any(one => one.Text("name") == container))
        {
            throw ApiErrors.BadRequest($"container {container} is not valid for pod {target.Name}");
        }
        var uid = pod.Object("metadata").Text("uid") ?? "";
        var tail = RequestOptions.Number(context.Request, "tailLines");
        var follow = RequestOptions.Flag(context.Request, "follow");
        var timestamps = RequestOptions.Flag(context.Request, "timestamps");
        context.Response.ContentType = "text/plain";
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, cluster.Stopping);
        try
        {
            await foreach (var line in cluster.Logs.ReadAsync(uid, container, tail is null ? null : (int)tail, follow, end.Token))
            {
                var prefix = timestamps ? line.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff00'Z' ", CultureInfo.InvariantCulture) : "";
                await context.Response.WriteAsync(prefix + line.Text + "\n", end.Token);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Whoever followed the log has gone.
        }
    }

    private static ObjectKey Key(RequestTarget target) => new(target.Namespace ?? "", target.Name!);
}
