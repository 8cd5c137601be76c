using System.Text.Json.Nodes;
using GitOps.Configstore.Editing;
using static GitOps.Configstore.WorkspaceApi.EntityJson;

namespace GitOps.Configstore.WorkspaceApi;

/// <summary><c>ModelRelation</c>: a member of a model's <c>relations</c>. The model that it leads to may come later.</summary>
internal sealed class ModelRelationKind() : ModelPartKind("ModelRelation", "ModelRelations", "relation", "relations")
{
    private static readonly string[] Types =
        ["belongsTo", "hasOne", "hasMany", "hasAndBelongsToMany", "referencesMany", "embedsOne", "embedsMany"];

    protected override void Check(ModelFile model, string key, JsonObject entity, JsonNode? before)
    {
        var type = Text(entity, "type") ?? (entity["type"] is null && before is JsonObject known ? Text(known, "type") : null);
        if (!Types.Contains(type)) throw new EditRefusedException(model.File, $"$.relations.{key}.type", $"must be one of {string.Join(", ", Types)}");
        // Empty, LoopBack finds the model by the relation's name.
        if (entity["model"] is { } to && Text(entity, "model") is null) throw new EditRefusedException(model.File, $"$.relations.{key}.model", $"must be a model's name, and is {to.GetValueKind()}");
    }
}
