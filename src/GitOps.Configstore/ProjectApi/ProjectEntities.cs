using System.Text.Json;
using System.Text.Json.Nodes;

namespace GitOps.Configstore.ProjectApi;

/// <summary>Knows what stands in a project: its collections, and what is connected to what.</summary>
internal static class ProjectEntities
{
    /// <summary>Collections of a project, with the word for one of each.</summary>
    public static readonly IReadOnlyDictionary<string, string> Collections = new Dictionary<string, string>
    {
        ["gateways"] = "gateway",
        ["apiEndpoints"] = "API endpoint",
        ["serviceEndpoints"] = "service endpoint",
        ["connections"] = "connection",
        ["states"] = "state",
        ["apis"] = "API",
        ["portals"] = "portal",
        ["microServices"] = "microservice",
        ["dataSources"] = "data source",
        ["privateModels"] = "private model",
        ["functions"] = "function",
    };

    /// <summary>The member of a gateway that holds its pipelines: a canvas that saves for the first time leaves <c>pipelines</c> empty and puts them beside.</summary>
    public static string PipelinesMember(JsonObject gateway) =>
        gateway["pipelines"] is null or JsonArray { Count: 0 } && gateway["pipelinesLunchbadger"] is JsonArray { Count: > 0 } ? "pipelinesLunchbadger" : "pipelines";

    /// <summary>The text that a member is; null when it is none.</summary>
    public static string? Text(JsonNode? entity, string member) =>
        entity is JsonObject members && members[member] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>How an entity is called in messages.</summary>
    public static string Describe(string singular, JsonObject entity)
    {
        if (singular == "connection") return $"connection {Text(entity, "fromId")} -> {Text(entity, "toId")}";
        var id = Text(entity, "id");
        var name = singular switch
        {
            "state" => Text(entity, "key"),
            "policy" => entity.Select(member => member.Key).FirstOrDefault(member => member != "id"),
            _ => Text(entity, "name"),
        };
        return string.IsNullOrEmpty(name) ? $"{singular} {id}" : $"{singular} '{name}' ({id})";
    }

    /// <summary>Names the members of a project that a write changes.</summary>
    public static string DescribeChange(JsonObject? before, JsonObject after)
    {
        if (before is null) return "Create the project";
        var names = before.Select(member => member.Key).Union(after.Select(member => member.Key))
            .Where(name => before.ContainsKey(name) != after.ContainsKey(name) || !JsonNode.DeepEquals(before[name], after[name])).ToList();
        return names.Count == 0 ? "Order the project's members" : $"Change the project: {string.Join(", ", names)}";
    }

    /// <summary>Removes the connections from and to an entity that goes, and to the pipelines in it.</summary>
    public static IReadOnlyList<JsonObject> RemoveConnections(JsonObject project, JsonObject entity)
    {
        if (project["connections"] is not JsonArray connections) return [];
        var ids = new HashSet<string>(StringComparer.Ordinal);
        AddIds(entity, ids);
        foreach (var member in (ReadOnlySpan<string>)["pipelines", "pipelinesLunchbadger", "apiEndpoints", "apis", "models"])
        {
            foreach (var inner in Items(entity[member]))
            {
                AddIds(inner, ids);
                foreach (var endpoint in Items(inner["apiEndpoints"])) AddIds(endpoint, ids);
            }
        }
        var removed = Items(connections).Where(connection => ids.Contains(Text(connection, "fromId") ?? "") || ids.Contains(Text(connection, "toId") ?? "")).ToList();
        foreach (var connection in removed) connections.Remove(connection);
        return removed;
    }

    /// <summary>The project without any entity. Members that are no collections stay, and collections that are missing stay so.</summary>
    public static JsonObject Clear(JsonObject project)
    {
        var cleared = (JsonObject)project.DeepClone();
        foreach (var collection in Collections.Keys)
        {
            if (cleared[collection] is JsonArray) cleared[collection] = new JsonArray();
        }
        return cleared;
    }

    public static IEnumerable<JsonObject> Items(JsonNode? node) => node is JsonArray array ? array.OfType<JsonObject>() : [];

    private static void AddIds(JsonObject entity, HashSet<string> ids)
    {
        foreach (var member in (ReadOnlySpan<string>)["id", "lunchbadgerId"])
        {
            if (Text(entity, member) is { } id) ids.Add(id);
        }
    }
}
