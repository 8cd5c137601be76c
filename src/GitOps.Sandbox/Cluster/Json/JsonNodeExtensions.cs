using System.Text.Json;
using System.Text.Json.Nodes;

namespace GitOps.Sandbox.Cluster.Json;

/// <summary>Reads into unstructured objects; what is missing or of another type reads as absent.</summary>
internal static class JsonNodeExtensions
{
    public static JsonObject? Object(this JsonObject? from, string name) =>
        from is not null && from.TryGetPropertyValue(name, out var value) ? value as JsonObject : null;

    public static JsonObject? Object(this JsonObject? from, string first, string second) => from.Object(first).Object(second);

    public static JsonArray? Array(this JsonObject? from, string name) =>
        from is not null && from.TryGetPropertyValue(name, out var value) ? value as JsonArray : null;

    /// <summary>The objects of a list; empty when there is no list.</summary>
    public static IEnumerable<JsonObject> Objects(this JsonObject? from, string name) =>
        from.Array(name)?.OfType<JsonObject>() ?? [];

    public static IEnumerable<string> Texts(this JsonObject? from, string name) =>
        from.Array(name)?.Select(item => item.AsText()).OfType<string>() ?? [];

    public static string? Text(this JsonObject? from, string name) =>
        from is not null && from.TryGetPropertyValue(name, out var value) ? value.AsText() : null;

    public static string? AsText(this JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    public static long? Integer(this JsonObject? from, string name) =>
        from is not null && from.TryGetPropertyValue(name, out var node) && node is JsonValue value
            && value.GetValueKind() == JsonValueKind.Number && long.TryParse(value.ToJsonString(), out var number) ? number : null;

    public static bool Flag(this JsonObject? from, string name) =>
        from is not null && from.TryGetPropertyValue(name, out var node) && node?.GetValueKind() == JsonValueKind.True;

    /// <summary>The object under this name, made when it is missing.</summary>
    public static JsonObject Ensure(this JsonObject from, string name)
    {
        if (from.TryGetPropertyValue(name, out var value) && value is JsonObject existing)
            return existing;
        var made = new JsonObject();
        from[name] = made;
        return made;
    }

    public static void Default(this JsonObject into, string name, JsonNode value)
    {
        if (!into.TryGetPropertyValue(name, out var existing) || existing is null
            || existing.AsText() is { Length: 0 })
            into[name] = value;
    }

    /// <summary>Puts a copy of another object's member here, or removes the member when the other has none.</summary>
    public static void CopyMember(this JsonObject into, string name, JsonObject from)
    {
        if (from.TryGetPropertyValue(name, out var value))
            into[name] = value?.DeepClone();
        else
            into.Remove(name);
    }
}
