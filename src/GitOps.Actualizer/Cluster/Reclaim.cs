using System.Text.Json;
using System.Text.Json.Nodes;

namespace GitOps.Actualizer.Cluster;

/// <summary>Writes the two requests that give an object back to one field manager.</summary>
internal static class Reclaim
{
    // Set by the API server, or changed by nobody: not to be owned.
    private static readonly string[] ServerFields = ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "healthCheckNodePort"];

    /// <summary>A manifest of all that an object holds, without what the API server keeps itself.</summary>
    public static ReadOnlyMemory<byte> AllOf(JsonElement live)
    {
        var whole = JsonNode.Parse(live.GetRawText())!.AsObject();
        whole.Remove("status");
        var metadata = whole["metadata"]!.AsObject();
        foreach (var name in metadata.Select(member => member.Key).Except(["name", "namespace", "uid", "labels", "annotations"]).ToList()) metadata.Remove(name);
        if (metadata["annotations"] is JsonObject annotations)
        {
            foreach (var name in annotations.Select(member => member.Key).Where(name => name.StartsWith("deployment.kubernetes.io/", StringComparison.Ordinal)).ToList()) annotations.Remove(name);
        }
        if (whole["spec"] is JsonObject spec)
        {
            foreach (var name in ServerFields) spec.Remove(name);
        }
        return JsonSerializer.SerializeToUtf8Bytes(whole);
    }

    /// <summary>A merge patch that leaves <paramref name="manager"/> alone with what it applied, and the owners of subresources; on that version of the object only.</summary>
    public static ReadOnlyMemory<byte> OneOwner(JsonElement live, string manager)
    {
        var metadata = JsonNode.Parse(live.GetProperty("metadata").GetRawText())!.AsObject();
        var kept = metadata["managedFields"]!.AsArray()
            .Where(entry => entry!["subresource"] is not null || IsStatus(entry) || ((string?)entry["manager"] == manager && (string?)entry["operation"] == "Apply"))
            .Select(entry => entry!.DeepClone());
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = metadata["resourceVersion"]!.DeepClone(), ["managedFields"] = new JsonArray([.. kept]) },
        });
    }

    /// <summary>Servers before 1.22 name no subresource.</summary>
    private static bool IsStatus(JsonNode entry) => entry["fieldsV1"] is JsonObject fields && fields.All(field => field.Key == "f:status");
}
