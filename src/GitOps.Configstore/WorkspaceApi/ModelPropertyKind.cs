using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Configstore.Editing;
using static GitOps.Configstore.WorkspaceApi.EntityJson;

namespace GitOps.Configstore.WorkspaceApi;

/// <summary>
/// <c>ModelProperty</c>: a member of a model's <c>properties</c>. A type alone is short for an object that holds it; <c>false</c> takes an
/// inherited property away (<c>disableInherit</c>). Whether it is the model's id is <c>id</c> in the file and <c>isId</c> in the entity.
/// </summary>
internal sealed class ModelPropertyKind() : ModelPartKind("ModelProperty", "ModelProperties", "property", "properties")
{
    private const string Hidden = "disableInherit";

    protected override JsonObject ToMembers(string key, JsonNode? stored)
    {
        if (stored is null || stored.GetValueKind() == JsonValueKind.False) return new JsonObject { [Hidden] = true };
        if (stored is not JsonObject found || !found.ContainsKey("type")) return new JsonObject { ["type"] = stored.DeepClone() };
        var members = (JsonObject)found.DeepClone();
        if (members.ContainsKey("id")) Rename(members, "id", "isId");
        return members;
    }

    protected override JsonNode? ToStored(JsonObject entity, JsonNode? before, SaveMode mode)
    {
        if (entity[Hidden]?.GetValueKind() == JsonValueKind.True) return JsonValue.Create(false);
        var members = new JsonObject(Without(entity, "id", "modelId", "facetName", "name", Hidden)
            .Select(member => KeyValuePair.Create(member.Key == "isId" ? "id" : member.Key, member.Value?.DeepClone())));
        // Who writes the file's own spelling means the same.
        if (entity["id"] is { } isId && isId.GetValueKind() is JsonValueKind.True or JsonValueKind.False) members.TryAdd("id", entity["id"]!.DeepClone());
        var isShort = before is not null && before.GetValueKind() != JsonValueKind.False && !(before is JsonObject found && found.ContainsKey("type"));
        if (isShort && members.Count == 1 && members.ContainsKey("type")) return members["type"]?.DeepClone();
        var stored = before switch
        {
            JsonObject whole when !isShort => (JsonObject)whole.DeepClone(),
            not null when isShort => new JsonObject { ["type"] = before.DeepClone() },
            _ => [],
        };
        Assign(stored, members, mode == SaveMode.Replace ? _ => true : null);
        return stored;
    }

    protected override void Check(ModelFile model, string key, JsonObject entity, JsonNode? before)
    {
        if (entity["type"] is { } type && type.GetValueKind() is not (JsonValueKind.String or JsonValueKind.Object or JsonValueKind.Array))
            throw new EditRefusedException(model.File, $"$.properties.{key}.type", "must be the name of a type, or what it consists of");
        if (entity["type"] is null && before is null && entity[Hidden]?.GetValueKind() != JsonValueKind.True)
            throw new EditRefusedException(model.File, $"$.properties.{key}.type", "can't be blank", "Such as \"string\", \"number\", \"boolean\", \"date\", or [\"string\"].");
    }
}
