using System.Text.Json;

namespace GitOps.Kubernetes.Errors;

/// <summary>
/// What the API server says of a failure.
/// Source: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/
/// </summary>
public sealed record ApiStatus
{
    /// <summary>An empty one, for answers that carry none.</summary>
    public static ApiStatus None { get; } = new();

    /// <summary>HTTP status code; zero where the answer does not repeat it.</summary>
    public int Code { get; init; }

    /// <summary>Machine-readable, such as <c>AlreadyExists</c>.</summary>
    public string Reason { get; init; } = "";

    /// <summary>For people.</summary>
    public string Message { get; init; } = "";

    /// <summary>The name of the object or resource that it is about.</summary>
    public string Name { get; init; } = "";

    /// <summary>The uid of the object that it is about.</summary>
    public string Uid { get; init; } = "";

    /// <summary>How long the server asks to wait; null where it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The single faults, such as one per invalid field.</summary>
    public IReadOnlyList<StatusCause> Causes { get; init; } = [];

    internal static ApiStatus Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            // Proxies and some handlers answer with plain text: the HTTP status alone then says what happened.
            return None;
        }
    }

    internal static ApiStatus Read(JsonElement status)
    {
        if (status.ValueKind != JsonValueKind.Object || Text(status, "kind") != "Status") return None;
        var details = status.TryGetProperty("details", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        return new ApiStatus
        {
            Code = Number(status, "code"),
            Reason = Text(status, "reason"),
            Message = Text(status, "message"),
            Name = Text(details, "name"),
            Uid = Text(details, "uid"),
            RetryAfter = Number(details, "retryAfterSeconds") is var seconds and > 0 ? TimeSpan.FromSeconds(seconds) : null,
            Causes = ReadCauses(details),
        };
    }

    private static StatusCause[] ReadCauses(JsonElement details) =>
        details.ValueKind == JsonValueKind.Object && details.TryGetProperty("causes", out var causes) && causes.ValueKind == JsonValueKind.Array
            ? [.. causes.EnumerateArray().Select(cause => new StatusCause(Text(cause, "reason"), Text(cause, "field"), Text(cause, "message")))]
            : [];

    private static string Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    private static int Number(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out var number)
            ? number
            : 0;
}
