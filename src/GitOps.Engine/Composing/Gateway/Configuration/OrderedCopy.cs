using System.Text.Json.Nodes;

namespace GitOps.Engine.Composing.Gateway.Configuration;

/// <summary>
/// Copies what a project says, with the members of every object in one order: a canvas that writes the same in another
/// order must not make pods start anew.
/// </summary>
internal static class OrderedCopy
{
    public static JsonNode? Of(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(Members(members).Select(member => KeyValuePair.Create(member.Key, Of(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Of)]),
        _ => node?.DeepClone(),
    };

    public static IEnumerable<KeyValuePair<string, JsonNode?>> Members(JsonObject source) =>
        source.OrderBy(member => member.Key, StringComparer.Ordinal);
}
