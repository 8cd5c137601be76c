using System.Text.Json.Nodes;

namespace GitOps.Model.LunchBadger;

/// <summary>Walks the policies of a pipeline: objects of a policy's name and its condition and action pairs, beside the canvas's own id.</summary>
public static class PolicySteps
{
    private const string Id = "id";

    /// <summary>Policies of one item by name, as the canvas wrote it, in the order written.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> Policies(JsonObject item) => item.Where(member => member.Key != Id);

    /// <summary>Pairs of one policy: an array of them, or one alone.</summary>
    public static IEnumerable<JsonNode?> Pairs(JsonNode? steps) => steps switch
    {
        null => Array.Empty<JsonNode?>(),
        JsonArray array => array,
        _ => new[] { steps },
    };

    /// <summary>The service endpoint that a pair proxies to; null when it names none.</summary>
    public static JsonNode? ServiceEndpoint(JsonNode? pair) =>
        pair is JsonObject { } found && found["action"] is JsonObject action ? action["serviceEndpoint"] : null;
}
