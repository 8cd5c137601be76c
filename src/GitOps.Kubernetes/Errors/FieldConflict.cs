using System.Text.Json;

namespace GitOps.Kubernetes.Errors;

/// <summary>A field that an apply wanted to change and that somebody else owns.</summary>
/// <param name="Manager">The owner's field manager.</param>
/// <param name="Field">Path in the object, such as <c>.spec.replicas</c>.</param>
public sealed record FieldConflict(string Manager, string Field)
{
    private const string CauseReason = "FieldManagerConflict";

    internal static FieldConflict[] Read(ApiStatus status) =>
        [.. status.Causes.Where(cause => cause.Reason == CauseReason).Select(cause => new FieldConflict(ManagerOf(cause.Message), cause.Field))];

    /// <summary>The message is <c>conflict with "NAME" using VERSION</c>, the name quoted as Go does it.</summary>
    private static string ManagerOf(string message)
    {
        var start = message.IndexOf('"');
        var end = start + 1;
        while (start >= 0 && end < message.Length && message[end] != '"') end += message[end] == '\\' ? 2 : 1;
        if (start < 0 || end >= message.Length) return message;
        try
        {
            return JsonSerializer.Deserialize<string>(message.AsSpan(start, end + 1 - start))!;
        }
        catch (JsonException)
        {
            return message[(start + 1)..end];
        }
    }
}
