using System.Buffers;
using System.Globalization;
using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Errors;
using GitOps.Sandbox.Cluster.Registry;
using GitOps.Sandbox.Cluster.Resources;
using GitOps.Sandbox.Cluster.Schemas;
using GitOps.Sandbox.Cluster.Storage;
using GitOps.Sandbox.Cluster.Tables;

namespace GitOps.Sandbox.Cluster.Http;

/// <summary>Writes objects, lists and errors; stored JSON is copied as it is.</summary>
internal sealed class ResponseWriter(TimeProvider clock)
{
    public const string JsonType = "application/json";

    public static async Task WriteAsync(HttpContext context, int status, JsonObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = JsonType;
        var json = StoredObject.Serialize(body);
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }

    public static Task WriteErrorAsync(HttpContext context, ApiException error) => WriteAsync(context, error.Code, error.ToStatus());

    public async Task WriteObjectAsync(HttpContext context, ApiResource resource, StoredObject value, int status = 200)
    {
        var representation = ContentNegotiation.Choose(context.Request.Headers.Accept, allowsTransform: true);
        if (representation == Representation.Object && resource.FromStored is null)
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = JsonType;
            context.Response.ContentLength = value.Json.Length;
            await context.Response.Body.WriteAsync(value.Json, context.RequestAborted);
            return;
        }
        await WriteAsync(context, status, Transform(context, resource, value, representation, withColumns: true));
    }

    public async Task WriteListAsync(HttpContext context, ApiResource resource, ListPage page)
    {
        var metadata = new JsonObject { ["resourceVersion"] = ObjectStore.Format(page.Snapshot.Revision) };
        if (page.Continue is not null)
            metadata["continue"] = page.Continue;
        if (page.Remaining is { } remaining)
            metadata["remainingItemCount"] = remaining;
        switch (ContentNegotiation.Choose(context.Request.Headers.Accept, allowsTransform: true))
        {
            case Representation.Table:
                await WriteAsync(context, 200, TableWriter.Table(resource, page.Items.Select(item => Shown(resource, item)), metadata, Include(context), clock.GetUtcNow()));
                return;
            case Representation.PartialMetadata:
                await WriteAsync(context, 200, new JsonObject
                {
                    ["kind"] = "PartialObjectMetadataList",
                    ["apiVersion"] = "meta.k8s.io/v1",
                    ["metadata"] = metadata,
                    ["items"] = new JsonArray(page.Items.Select(item => (JsonNode?)TableWriter.PartialMetadata(item.Parse())).ToArray()),
                });
                return;
        }
        context.Response.ContentType = JsonType;
        var writer = context.Response.BodyWriter;
        writer.Write(System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"{{\"kind\":\"{resource.Kind}List\",\"apiVersion\":\"{resource.ApiVersion}\",\"metadata\":{metadata.ToJsonString()},\"items\":[")));
        for (var i = 0; i < page.Items.Count; i++)
        {
            if (i > 0)
                writer.Write(","u8);
            WriteItem(writer, resource, page.Items[i]);
            // A page may be large: hand it on in pieces and not as one buffer.
            if (writer.UnflushedBytes > 64 * 1024)
                await writer.FlushAsync(context.RequestAborted);
        }
        writer.Write("]}\n"u8);
        await writer.FlushAsync(context.RequestAborted);
    }

    /// <summary>The object in the form that the client asked for.</summary>
    public JsonObject Transform(HttpContext context, ApiResource resource, StoredObject value, Representation representation, bool withColumns)
    {
        var shown = Shown(resource, value);
        return representation switch
        {
            Representation.Table => TableWriter.Table(resource, [shown],
                new JsonObject { ["resourceVersion"] = ObjectStore.Format(value.Revision) }, Include(context), clock.GetUtcNow(), withColumns),
            Representation.PartialMetadata => TableWriter.PartialMetadata(shown),
            _ => shown,
        };
    }

    private static JsonObject Shown(ApiResource resource, StoredObject value) =>
        resource.FromStored is { } convert ? convert(value.Parse()) : value.Parse();

    private static void WriteItem(IBufferWriter<byte> writer, ApiResource resource, StoredObject item)
    {
        if (resource.FromStored is { } convert)
        {
            writer.Write(StoredObject.Serialize(convert(item.Parse())));
        }
        else if (resource.Schema.Kind == SchemaKind.Untyped || item.JsonAfterType.IsEmpty)
        {
            writer.Write(item.Json.Span);
        }
        else
        {
            writer.Write("{"u8);
            writer.Write(item.JsonAfterType.Span);
        }
    }

    private static string Include(HttpContext context) => (string?)context.Request.Query["includeObject"] ?? "Metadata";
}
