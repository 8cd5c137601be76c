using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Schemas;

namespace GitOps.Sandbox.Cluster.Apply;

/// <summary>Names the elements of associative lists as server-side apply does.</summary>
internal static class ListElements
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="TypedValueException">The element lacks a key field without default, or is of the wrong form.</exception>
    public static string PathElement(SchemaType list, JsonNode? item)
    {
        if (list.Relationship == ListRelationship.Set)
        {
            return item is JsonValue ? "v:" + item.ToJsonString(Compact)
                : throw new TypedValueException("associative list without keys has an element that's a map type");
        }
        if (item is not JsonObject element)
        {
            throw new TypedValueException(item is null ? "associative list with keys may not have a null element"
                : "associative list with keys may not have non-map elements");
        }
        var keys = new JsonObject();
        foreach (var name in list.Keys)
        {
            if (element.TryGetPropertyValue(name, out var value))
                keys[name] = value?.DeepClone();
            else if (list.Element!.Struct?.Field(name)?.Default is { } standIn)
                keys[name] = standIn;
            else
                throw new TypedValueException($"associative list with keys has an element that omits key field \"{name}\" (and doesn't have default value)");
        }
        return "k:" + keys.ToJsonString(Compact);
    }
}
