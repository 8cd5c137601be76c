using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Errors;

namespace GitOps.Sandbox.Cluster.Http;

/// <summary>Reads the body of a request as JSON, or as YAML where the API takes that.</summary>
internal static class RequestBody
{
    /// <summary>The limit of a Kubernetes API server.</summary>
    private const int MaximumBytes = 3 * 1024 * 1024;
    private static readonly string[] Accepted = ["application/json", "application/yaml"];
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 256 };

    /// <summary>Null when there is no body.</summary>
    /// <exception cref="ApiException">400 for a malformed body, 413 for one that is too large.</exception>
    public static async Task<JsonNode?> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        // Some clients send their binary format unasked.
        if (request.ContentType?.Contains("protobuf", StringComparison.Ordinal) == true)
            throw ApiErrors.UnsupportedMediaType(Accepted);
        if (request.ContentLength > MaximumBytes)
            throw ApiErrors.TooLarge(MaximumBytes);
        using var buffer = new MemoryStream((int)(request.ContentLength ?? 0));
        var chunk = new byte[16 * 1024];
        while (await request.Body.ReadAsync(chunk, cancellation) is var count and > 0)
        {
            buffer.Write(chunk, 0, count);
            if (buffer.Length > MaximumBytes)
                throw ApiErrors.TooLarge(MaximumBytes);
        }
        if (buffer.Length == 0)
            return null;
        var bytes = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
        try
        {
            return IsYaml(request.ContentType, bytes.Span) ? YamlConversion.ToJson(bytes.Span) : JsonNode.Parse(bytes.Span, documentOptions: Options);
        }
        catch (JsonException exception)
        {
            throw ApiErrors.BadRequest($"couldn't get version/kind; json parse error: {exception.Message}");
        }
        catch (YamlDotNet.Core.YamlException exception)
        {
            throw ApiErrors.BadRequest($"error decoding YAML: {exception.Message}");
        }
        catch (ArgumentException exception)
        {
            // A member that stands twice is found when the tree is built.
            throw ApiErrors.BadRequest($"couldn't get version/kind; json parse error: {exception.Message}");
        }
    }

    public static async Task<JsonObject> ReadObjectAsync(HttpRequest request, CancellationToken cancellation) =>
        await ReadAsync(request, cancellation) as JsonObject
            ?? throw ApiErrors.BadRequest("the request body has to be an object");

    private static bool IsYaml(string? contentType, ReadOnlySpan<byte> bytes)
    {
        if (contentType is null || !contentType.Contains("yaml", StringComparison.OrdinalIgnoreCase))
            return false;
        var text = bytes.TrimStart(" \t\r\n"u8);
        return text.IsEmpty || text[0] is not ((byte)'{' or (byte)'[');
    }
}
