using System.Text.Json.Nodes;

namespace GitOps.Model.Json;

/// <summary>JSON Merge Patch (RFC 7386): members replace members, null removes, objects are gone into.</summary>
public static class JsonMergePatch
{
    /// <summary>The document after the patch; neither is changed.</summary>
    public static JsonNode? Apply(JsonNode? document, JsonNode? patch)
    {
        if (patch is not JsonObject changes) return patch?.DeepClone();
        var result = document is JsonObject members ? (JsonObject)members.DeepClone() : [];
        foreach (var (name, change) in changes)
        {
            if (change is null) result.Remove(name);
            // In its place, so that the order of members survives.
            else result[name] = Apply(result[name], change);
        }
        return result;
    }
}
