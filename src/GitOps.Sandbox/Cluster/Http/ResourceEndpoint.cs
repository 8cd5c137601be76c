using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Errors;
using GitOps.Sandbox.Cluster.Patch;
using GitOps.Sandbox.Cluster.Registry;
using GitOps.Sandbox.Cluster.Schemas;
using GitOps.Sandbox.Cluster.Storage;

namespace GitOps.Sandbox.Cluster.Http;

/// <summary>The verbs on resources.</summary>
internal sealed class ResourceEndpoint(SandboxCluster cluster, ResponseWriter responses, WatchStream watches, SubresourceEndpoint subresources)
{
    private const string JsonPatchType = "application/json-patch+json";
    private const string MergePatchType = "application/merge-patch+json";
    private const string StrategicPatchType = "application/strategic-merge-patch+json";
    private const string ApplyPatchType = "application/apply-patch+yaml";

    public Task HandleAsync(HttpContext context, RequestTarget target)
    {
        var request = context.Request;
        if (target.Subresource is not (null or "status" or "finalize"))
            return subresources.HandleAsync(context, target);
        var status = target.Subresource == "status";
        if (status && !target.Resource.HasStatus)
            throw ApiErrors.PathNotFound();
        return request.Method switch
        {
            "GET" or "HEAD" when target.Name is null || target.WatchPath => ListAsync(context, target),
            "GET" or "HEAD" => GetAsync(context, target),
            "POST" when target.Name is null => CreateAsync(context, target),
            "PUT" when target.Name is not null => UpdateAsync(context, target),
            "PATCH" when target is { Name: not null, Subresource: not "finalize" } => PatchAsync(context, target),
            "DELETE" when target is { Name: not null, Subresource: null } => DeleteAsync(context, target),
            "DELETE" when target.Name is null => DeleteCollectionAsync(context, target),
            _ => throw ApiErrors.MethodNotAllowed(),
        };
    }

    private Task GetAsync(HttpContext context, RequestTarget target)
    {
        Count("get", target);
        var value = cluster.Reader.Get(target.Resource, Key(target));
        return responses.WriteObjectAsync(context, target.Resource, value);
    }

    private Task ListAsync(HttpContext context, RequestTarget target)
    {
        var request = RequestOptions.List(context.Request, target.Resource, target.Namespace, target.Name);
        if (target.WatchPath || RequestOptions.Flag(context.Request, "watch"))
        {
            Count("watch", target);
            return watches.RunAsync(context, target.Resource, request, cluster.Stopping);
        }
        Count("list", target);
        return responses.WriteListAsync(context, target.Resource, cluster.Reader.List(target.Resource, request));
    }

    private async Task CreateAsync(HttpContext context, RequestTarget target)
    {
        Count("create", target);
        if (target.Resource.Namespaced && target.Namespace is null)
            throw ApiErrors.MethodNotAllowed();
        var options = RequestOptions.Write(context.Request);
        var body = await RequestBody.ReadObjectAsync(context.Request, context.RequestAborted);
        var created = cluster.Writer.Create(target.Resource, target.Namespace ?? "", body, options);
        await responses.WriteObjectAsync(context, target.Resource, created, StatusCodes.Status201Created);
    }

    private async Task UpdateAsync(HttpContext context, RequestTarget target)
    {
        Count("update", target);
        var options = RequestOptions.Write(context.Request);
        var body = await RequestBody.ReadObjectAsync(context.Request, context.RequestAborted);
        var result = cluster.Writer.Update(target.Resource, Key(target), target.Subresource, body, options);
        await WriteResultAsync(context, target, result);
    }

    private async Task PatchAsync(HttpContext context, RequestTarget target)
    {
        var type = context.Request.ContentType?.Split(';', 2)[0].Trim();
        Count(type == ApplyPatchType ? "apply" : "patch", target);
        var custom = target.Resource.Schema.Kind == SchemaKind.Untyped;
        if (type is not (JsonPatchType or MergePatchType or ApplyPatchType) && (type != StrategicPatchType || custom))
        {
            throw ApiErrors.UnsupportedMediaType(custom ? [JsonPatchType, MergePatchType, ApplyPatchType]
                : [JsonPatchType, MergePatchType, StrategicPatchType, ApplyPatchType]);
        }
        var options = RequestOptions.Write(context.Request, apply: type == ApplyPatchType);
        var patch = await RequestBody.ReadAsync(context.Request, context.RequestAborted);
        if (type == ApplyPatchType)
        {
            var configuration = patch as JsonObject ?? throw ApiErrors.BadRequest("error decoding YAML: the applied configuration has to be an object");
            await WriteResultAsync(context, target, cluster.Writer.Apply(target.Resource, Key(target), target.Subresource, configuration, options));
            return;
        }
        Func<JsonObject, JsonObject> change = type switch
        {
            JsonPatchType => live => JsonPatch.Apply(live, patch),
            MergePatchType => live => JsonMergePatch.Apply(live, Expect(patch)) as JsonObject ?? [],
            _ => live => StrategicMergePatch.Apply(live, Expect(patch), target.Resource.Schema),
        };
        await WriteResultAsync(context, target, cluster.Writer.Patch(target.Resource, Key(target), target.Subresource, change, options));
    }

    private async Task DeleteAsync(HttpContext context, RequestTarget target)
    {
        Count("delete", target);
        var result = cluster.Remover.Delete(target.Resource, Key(target), await DeleteOptionsReader.ReadAsync(context.Request, context.RequestAborted));
        if (!result.Gone || target.Resource.ReturnsDeleted)
        {
            await responses.WriteObjectAsync(context, target.Resource, result.Value);
            return;
        }
        await ResponseWriter.WriteAsync(context, StatusCodes.Status200OK, new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["details"] = ApiErrors.Details(target.Name!, target.Resource.Group, target.Resource.Plural, result.Value.Uid),
        });
    }

    private async Task DeleteCollectionAsync(HttpContext context, RequestTarget target)
    {
        Count("deletecollection", target);
        if (target.Resource.Namespaced && target.Namespace is null)
            throw ApiErrors.MethodNotAllowed();
        var options = await DeleteOptionsReader.ReadAsync(context.Request, context.RequestAborted);
        var page = cluster.Reader.List(target.Resource, RequestOptions.List(context.Request, target.Resource, target.Namespace, null));
        foreach (var item in page.Items)
        {
            try
            {
                cluster.Remover.Delete(target.Resource, item.Key, options);
            }
            catch (ApiException error) when (error.Code == StatusCodes.Status404NotFound)
            {
                // Somebody else was faster; the object is gone, as asked.
            }
        }
        await responses.WriteListAsync(context, target.Resource, page);
    }

    private Task WriteResultAsync(HttpContext context, RequestTarget target, WriteResult result) =>
        responses.WriteObjectAsync(context, target.Resource, result.Value, result.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK);

    private void Count(string verb, RequestTarget target) =>
        cluster.Requests.Count(verb, target.Subresource is null ? target.Resource.Qualified : $"{target.Resource.Qualified}/{target.Subresource}");

    private static JsonObject Expect(JsonNode? patch) => patch as JsonObject ?? throw ApiErrors.BadRequest("error decoding patch: the patch has to be an object");

    private static ObjectKey Key(RequestTarget target) => new(target.Namespace ?? "", target.Name!);
}
