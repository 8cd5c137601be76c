using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Configstore.Editing;
using static GitOps.Configstore.WorkspaceApi.EntityJson;

namespace GitOps.Configstore.WorkspaceApi;

/// <summary>Instances that are the members of one object in a model's file: properties, relations and methods. Their id is <c>&lt;facet&gt;.&lt;model&gt;.&lt;name&gt;</c>.</summary>
/// <param name="noun">What messages call one.</param>
/// <param name="member">The member of the model's file that holds them.</param>
internal abstract class ModelPartKind(string name, string plural, string noun, string member) : EntityKind(name, plural)
{
    private static readonly string[] OfJavaScript = ["__proto__", "constructor", "prototype"];

    /// <summary>The member of the model's file, and of a model that is served with them.</summary>
    public string Member => member;

    public string Noun => noun;

    public override IEnumerable<JsonObject> All(Workspace workspace) => workspace.Models.SelectMany(Of);

    /// <summary>Those of one model.</summary>
    public IEnumerable<JsonObject> Of(ModelFile model) =>
        model.Root[member] is JsonObject parts ? parts.Select(part => ToEntity(model, part.Key, part.Value)) : [];

    public override JsonObject? Find(Workspace workspace, string id) =>
        TryFind(workspace, id, out var model, out var key) && key is not null ? ToEntity(model!, key, Parts(model!)[key]) : null;

    public override SavedEntity Save(Workspace workspace, string? id, JsonObject entity, SaveMode mode)
    {
        var meant = id ?? Text(entity, "id");
        ModelFile? model = null;
        string? known = null;
        if (meant is not null) TryFind(workspace, meant, out model, out known);
        if (id is not null && known is null) throw Unknown(id);
        if (id is null && Text(entity, "modelId") is { } modelId)
        {
            var named = ModelDefinitionKind.FindModel(workspace, modelId) ?? throw UnknownInstance("ModelDefinition", modelId);
            if (named != model) (model, known) = (named, null);
        }
        if (model is null) throw new EditRefusedException(Workspace.FileOf(Workspace.Common + ModelFile.Folder), "$.modelId", "can't be blank: it names the model");
        var name = NameOf(entity, model.File) ?? (known is null ? null : PlainName(known)) ?? throw new EditRefusedException(model.File, $"$.{member}", $"A {noun}'s name can't be blank.");
        if (OfJavaScript.Contains(name)) throw new EditRefusedException(model.File, $"$.{member}.{name}", "is a name that JavaScript has on every object");
        var key = KeyOf(name, entity, known);
        var parts = Parts(model);
        if (known is null && mode != SaveMode.Create && parts.ContainsKey(key)) known = key;
        if (key != known && parts.ContainsKey(key)) throw NotUnique(model.File, $"$.{member}.{key}");
        if (known is not null && known != key) Rename(parts, known, key);
        Check(model, key, entity, parts[key]);
        parts[key] = ToStored(entity, parts[key], mode);
        var what = $"{noun} {key} of model {model.Name}";
        return new SavedEntity(ToEntity(model, key, parts[key]), known is null ? $"Add {what}" : known != key ? $"Rename {noun} {known} of model {model.Name} to {key}" : $"Change {what}");
    }

    public override string? Delete(Workspace workspace, string id) =>
        TryFind(workspace, id, out var model, out var key) && key is not null && Parts(model!).Remove(key) ? $"Delete {noun} {key} of model {model!.Name}" : null;

    /// <summary>The key that a name stands under, which is also what a canvas sends as an object.</summary>
    protected virtual string KeyOf(string name, JsonObject entity, string? known) => name;

    /// <summary>The name without what the key says beside it.</summary>
    protected virtual string PlainName(string key) => key;

    /// <summary>Members that an entity has beside those that are stored.</summary>
    protected virtual JsonObject ToMembers(string key, JsonNode? stored) => stored is JsonObject found ? (JsonObject)found.DeepClone() : [];

    protected virtual JsonNode? ToStored(JsonObject entity, JsonNode? before, SaveMode mode)
    {
        var stored = before is JsonObject found ? found : [];
        Assign(stored, Without(entity, "id", "modelId", "facetName", "name"), mode == SaveMode.Replace ? _ => true : null);
        return stored.Parent is null ? stored : stored.DeepClone();
    }

    /// <summary>Says what is wrong with a part as it is sent.</summary>
    protected virtual void Check(ModelFile model, string key, JsonObject entity, JsonNode? before)
    {
    }

    /// <summary>What an entity of this kind is stored as, for a model that is sent with its parts.</summary>
    public (string Key, JsonNode? Stored) Store(JsonObject entity, ModelFile model)
    {
        var name = NameOf(entity, model.File) ?? throw new EditRefusedException(model.File, $"$.{member}", $"A {noun}'s name can't be blank.");
        var key = KeyOf(name, entity, null);
        Check(model, key, entity, null);
        return (key, ToStored(entity, null, SaveMode.Replace));
    }

    /// <summary>The id of one of a model's, of which the name alone is known.</summary>
    public static string IdOf(ModelFile model, string idOrName) =>
        Workspace.Facets.Any(facet => idOrName.StartsWith($"{facet}.{model.Name}.", StringComparison.Ordinal)) ? idOrName : $"{model.Id}.{idOrName}";

    private JsonObject ToEntity(ModelFile model, string key, JsonNode? stored)
    {
        var entity = new JsonObject { ["id"] = $"{model.Id}.{key}", ["modelId"] = model.Id, ["facetName"] = model.Facet, ["name"] = PlainName(key) };
        foreach (var (name, value) in ToMembers(key, stored))
        {
            if (!entity.ContainsKey(name)) entity[name] = value?.DeepClone();
        }
        return entity;
    }

    private bool TryFind(Workspace workspace, string id, out ModelFile? model, out string? key)
    {
        (model, key) = (null, null);
        var segments = id.Split('.', 3);
        if (segments.Length < 3 || !Workspace.Facets.Contains(segments[0])) return false;
        model = workspace.FindModel(segments[1]);
        if (model?.Root[member] is not JsonObject parts) return model is not null;
        key = parts.ContainsKey(segments[2]) ? segments[2] : parts.Select(part => part.Key).FirstOrDefault(part => PlainName(part) == segments[2]);
        return true;
    }

    private JsonObject Parts(ModelFile model)
    {
        if (model.Root[member] is JsonObject parts) return parts;
        if (model.Root[member] is { } other && other.GetValueKind() != JsonValueKind.Array)
            throw new EditRefusedException(model.File, $"$.{member}", "must be an object");
        var made = new JsonObject();
        model.Root[member] = made;
        return made;
    }
}
