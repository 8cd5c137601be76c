using System.Text.Json.Nodes;
using GitOps.Configstore.Editing;
using GitOps.Model.LoopBack;
using static GitOps.Configstore.WorkspaceApi.EntityJson;

namespace GitOps.Configstore.WorkspaceApi;

/// <summary>
/// <c>ModelDefinition</c>: a file in <c>common/models</c> or <c>server/models</c>, without its properties, relations and methods, which are
/// entities of their own. A name means one model: an id with the other facet finds it too, because canvases know only the server's.
/// </summary>
internal sealed class ModelDefinitionKind(IReadOnlyList<ModelPartKind> parts) : EntityKind("ModelDefinition", "ModelDefinitions")
{
    /// <summary>Members of an entity that are not in the file.</summary>
    private static readonly string[] NotStored = ["id", "facetName", "readonly", "configFile"];

    /// <summary>The model that an id means; null when there is none. A name alone is taken too.</summary>
    public static ModelFile? FindModel(Workspace workspace, string id) => NameIn(id) is { } name ? workspace.FindModel(name) : null;

    public override IEnumerable<JsonObject> All(Workspace workspace) => workspace.Models.Select(ToEntity);

    public override JsonObject? Find(Workspace workspace, string id) => FindModel(workspace, id) is { } model ? ToEntity(model) : null;

    public override SavedEntity Save(Workspace workspace, string? id, JsonObject entity, SaveMode mode)
    {
        var meant = id ?? Text(entity, "id");
        var known = meant is null ? null : FindModel(workspace, meant);
        if (id is not null && known is null) throw Unknown(id);
        var facet = Facet(entity, known, meant);
        var file = known?.File ?? Workspace.FileOf(facet + ModelFile.Folder);
        var name = NameOf(entity, file) ?? known?.Name ?? (meant is null ? null : NameIn(meant)) ?? throw new EditRefusedException(file, "$.name", "can't be blank");
        if (known is null && mode != SaveMode.Create) known = workspace.FindModel(name);
        if (known?.Name != name)
        {
            if (!ModelName.IsValid(name)) throw new EditRefusedException(file, "$.name", ModelName.Rule);
            if (workspace.FindModel(name) is { } other) throw NotUnique(other.File, "$.name");
        }
        return known is null ? Add(workspace, facet, name, entity) : Change(workspace, known, name, entity, mode);
    }

    public override string? Delete(Workspace workspace, string id)
    {
        if (FindModel(workspace, id) is not { } model) return null;
        workspace.RemoveModel(model);
        workspace.ModelConfigs.Remove(model.Name);
        return $"Delete model {model.Name}";
    }

    /// <summary>Adds what a filter includes: arrays of entities under the relations' names.</summary>
    public void Include(Workspace workspace, JsonObject entity, IEnumerable<string> relations)
    {
        foreach (var part in parts.Where(part => relations.Contains(part.Member)))
            entity[part.Member] = new JsonArray([.. part.Of(FindModel(workspace, Text(entity, "id")!)!)]);
    }

    private SavedEntity Add(Workspace workspace, string facet, string name, JsonObject entity)
    {
        var model = workspace.AddModel(facet, name);
        Assign(model.Root, ToStored(entity, model));
        foreach (var (member, value) in new JsonObject
        {
            ["base"] = "PersistedModel",
            ["idInjection"] = true,
            ["options"] = new JsonObject { ["validateUpsert"] = true },
            ["properties"] = new JsonObject(),
            ["validations"] = new JsonArray(),
            ["relations"] = new JsonObject(),
            ["acls"] = new JsonArray(),
            ["methods"] = new JsonObject(),
        })
        {
            model.Root.TryAdd(member, value?.DeepClone());
        }
        return new SavedEntity(ToEntity(model), $"Add model {name}");
    }

    private SavedEntity Change(Workspace workspace, ModelFile model, string name, JsonObject entity, SaveMode mode)
    {
        var before = model.Name;
        var changed = Assign(
            model.Root,
            ToStored(entity, model).Append(KeyValuePair.Create<string, JsonNode?>("name", name)),
            // What is an entity of its own, or none, is replaced by its own routes.
            mode == SaveMode.Replace ? member => parts.All(part => part.Member != member) && member is not ("acls" or "validations") : null);
        if (before == name) return new SavedEntity(ToEntity(model), SavedEntity.Changed($"model {name}", changed));
        var moved = workspace.MoveModel(model, name);
        FollowName(workspace, before, name);
        return new SavedEntity(ToEntity(moved), $"Rename model {before} to {name}");
    }

    /// <summary>A model is known by its name to its config, to models that are based on it and to those that are related to it.</summary>
    private static void FollowName(Workspace workspace, string before, string after)
    {
        if (workspace.ModelConfigs.ContainsKey(before) && !workspace.ModelConfigs.ContainsKey(after)) Rename(workspace.ModelConfigs, before, after);
        foreach (var other in workspace.Models)
        {
            if (Text(other.Root, "base") == before) other.Root["base"] = after;
            foreach (var relation in (other.Root["relations"] as JsonObject ?? []).Select(relation => relation.Value).OfType<JsonObject>())
            {
                foreach (var member in (string[])["model", "through"])
                {
                    if (Text(relation, member) == before) relation[member] = after;
                }
            }
        }
    }

    private IEnumerable<KeyValuePair<string, JsonNode?>> ToStored(JsonObject entity, ModelFile model)
    {
        foreach (var (member, value) in Without(entity, [.. NotStored, "name"]))
        {
            if (parts.FirstOrDefault(part => part.Member == member) is not { } kind)
            {
                yield return KeyValuePair.Create(member, value);
                continue;
            }
            switch (value)
            {
                // Canvases send their entities' places empty, and the entities after that.
                case null or JsonArray { Count: 0 }:
                    break;
                case JsonObject:
                    yield return KeyValuePair.Create(member, (JsonNode?)value);
                    break;
                case JsonArray items when items.All(item => item is JsonObject):
                    var stored = new JsonObject();
                    foreach (var (key, part) in items.Select(item => kind.Store((JsonObject)item!, model))) stored[key] = part;
                    yield return KeyValuePair.Create(member, (JsonNode?)stored);
                    break;
                default:
                    throw new EditRefusedException(model.File, $"$.{member}", $"must be an object as in the file, or an array of {kind.Plural}");
            }
        }
    }

    private static string Facet(JsonObject entity, ModelFile? known, string? meant)
    {
        if (known is not null) return known.Facet;
        if (entity["facetName"] is null) return meant?.Split('.') is [var facet, _] && Workspace.Facets.Contains(facet) ? facet : Workspace.Common;
        return Text(entity, "facetName") is { } named && Workspace.Facets.Contains(named)
            ? named
            : throw new EditRefusedException("dev", "$.facetName", $"must be one of {string.Join(", ", Workspace.Facets)}");
    }

    private JsonObject ToEntity(ModelFile model)
    {
        var entity = new JsonObject { ["id"] = model.Id, ["facetName"] = model.Facet, ["name"] = model.Name, ["configFile"] = model.Path, ["readonly"] = false };
        foreach (var (member, value) in Without(model.Root, [.. NotStored, "name", .. parts.Select(part => part.Member)])) entity[member] = value?.DeepClone();
        return entity;
    }

    private static string? NameIn(string id) => id.Split('.') switch
    {
        [var name] => name,
        [var facet, var name] when Workspace.Facets.Contains(facet) => name,
        _ => null,
    };
}
