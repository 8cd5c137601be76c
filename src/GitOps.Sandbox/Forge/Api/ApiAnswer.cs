using System.Text.Json;

namespace GitOps.Sandbox.Forge.Api;

/// <summary>What a handler answers: a status, a body to be written as JSON or bytes to be sent as they are, and headers.</summary>
internal sealed record ApiAnswer(int Status, object? Body = null)
{
    public static readonly ApiAnswer NoContent = new(204);

    public byte[]? Raw { get; init; }

    public string ContentType { get; init; } = "application/json;charset=utf-8";

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public static ApiAnswer Ok(object? body) => new(200, body);

    public static ApiAnswer Created(object body) => new(201, body);

    public async Task WriteAsync(HttpResponse response, CancellationToken cancellation)
    {
        response.StatusCode = Status;
        foreach (var (name, value) in Headers)
        {
            response.Headers.Append(name, value);
        }

        if (Status is 204 or 304)
        {
            return;
        }

        var bytes = Raw ?? JsonSerializer.SerializeToUtf8Bytes(Body, ForgeJson.Options);
        response.ContentType = ContentType;
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, cancellation);
    }
}
