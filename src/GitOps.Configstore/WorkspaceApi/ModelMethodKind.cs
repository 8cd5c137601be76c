using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Configstore.Editing;

namespace GitOps.Configstore.WorkspaceApi;

/// <summary>
/// <c>ModelMethod</c>: a member of a model's <c>methods</c>. As LoopBack 3 has it, a method of instances stands under
/// <c>prototype.&lt;name&gt;</c> and has <c>isStatic: false</c>.
/// </summary>
internal sealed class ModelMethodKind() : ModelPartKind("ModelMethod", "ModelMethods", "method", "methods")
{
    private const string OfInstances = "prototype.";
    private const string IsStatic = "isStatic";

    protected override string KeyOf(string name, JsonObject entity, string? known)
    {
        var isOfInstances = entity[IsStatic]?.GetValueKind() switch
        {
            JsonValueKind.False => true,
            JsonValueKind.True => false,
            _ => known?.StartsWith(OfInstances, StringComparison.Ordinal) == true || name.StartsWith(OfInstances, StringComparison.Ordinal),
        };
        return isOfInstances ? OfInstances + PlainName(name) : PlainName(name);
    }

    protected override string PlainName(string key) => key.StartsWith(OfInstances, StringComparison.Ordinal) ? key[OfInstances.Length..] : key;

    protected override JsonObject ToMembers(string key, JsonNode? stored)
    {
        var members = base.ToMembers(key, stored);
        members[IsStatic] = !key.StartsWith(OfInstances, StringComparison.Ordinal);
        return members;
    }

    protected override JsonNode? ToStored(JsonObject entity, JsonNode? before, SaveMode mode)
    {
        var stored = (JsonObject)base.ToStored(entity, before, mode)!;
        stored.Remove(IsStatic);
        return stored;
    }

    protected override void Check(ModelFile model, string key, JsonObject entity, JsonNode? before)
    {
        foreach (var list in (string[])["accepts", "returns"])
        {
            if (entity[list] is { } arguments && arguments.GetValueKind() is not (JsonValueKind.Array or JsonValueKind.Object))
                throw new EditRefusedException(model.File, $"$.methods.{key}.{list}", "must be an array of arguments, or one");
        }
    }
}
