using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GitOps.Configstore.Editing;
using static GitOps.Configstore.WorkspaceApi.EntityJson;

namespace GitOps.Configstore.WorkspaceApi;

/// <summary>Instances that are the members of one file of the server: data sources, and what models are kept in.</summary>
internal abstract partial class ConfigEntryKind(string name, string plural, string noun, string path) : EntityKind(name, plural)
{
    private const string Prefix = Workspace.Server + ".";

    protected string File { get; } = Workspace.FileOf(path);

    public override IEnumerable<JsonObject> All(Workspace workspace) =>
        Entries(workspace).Where(entry => !entry.Key.StartsWith('_')).Select(entry => ToEntity(entry.Key, entry.Value)).OfType<JsonObject>();

    public override JsonObject? Find(Workspace workspace, string id) =>
        NameIn(id) is { } name && Entries(workspace).TryGetPropertyValue(name, out var stored) ? ToEntity(name, stored) : null;

    public override SavedEntity Save(Workspace workspace, string? id, JsonObject entity, SaveMode mode)
    {
        if (entity["facetName"] is not null && Text(entity, "facetName") != Workspace.Server)
            throw new EditRefusedException(File, "$.facetName", $"must be '{Workspace.Server}': a {noun} is the server's");
        var name = NameOf(entity, File);
        var meant = id ?? Text(entity, "id");
        var known = meant is not null && NameIn(meant) is { } before && Entries(workspace)[before] is JsonObject ? before : null;
        if (id is not null && known is null) throw Unknown(id);
        name ??= known ?? (meant is null ? null : NameIn(meant)) ?? throw new EditRefusedException(File, "$.name", "can't be blank");
        if (name != known && !NamePattern().IsMatch(name))
            throw new EditRefusedException(File, "$.name", $"cannot name a {noun}: a letter first, then letters, digits, '-' and '_', at most 64");
        if (known is null && mode != SaveMode.Create && Entries(workspace)[name] is JsonObject) known = name;
        if (name != known && Entries(workspace)[name] is JsonObject) throw NotUnique(File, $"$.{name}");
        return known is null ? Add(workspace, name, entity) : Change(workspace, known, name, entity, mode);
    }

    public override string? Delete(Workspace workspace, string id) =>
        NameIn(id) is { } name && Entries(workspace).Remove(name) ? $"Delete {noun} {name}" : null;

    protected abstract JsonObject Entries(Workspace workspace);

    /// <summary>The members that are stored.</summary>
    protected virtual IEnumerable<KeyValuePair<string, JsonNode?>> ToStored(JsonObject entity) => Without(entity, "id", "facetName", "configFile", "name");

    /// <summary>Says what is wrong with an entry as it would be stored, and sees to what it takes beside.</summary>
    protected virtual void Check(Workspace workspace, string name, JsonObject entry)
    {
    }

    /// <summary>Follows a change of name.</summary>
    protected virtual void Renamed(Workspace workspace, string before, string after)
    {
    }

    private SavedEntity Add(Workspace workspace, string name, JsonObject entity)
    {
        var entry = new JsonObject();
        Assign(entry, ToStored(entity));
        Check(workspace, name, entry);
        Entries(workspace)[name] = entry;
        return new SavedEntity(ToEntity(name, entry)!, $"Add {noun} {name}");
    }

    private SavedEntity Change(Workspace workspace, string before, string name, JsonObject entity, SaveMode mode)
    {
        var entries = Entries(workspace);
        if (before != name)
        {
            Rename(entries, before, name);
            Renamed(workspace, before, name);
        }
        var entry = (JsonObject)entries[name]!;
        var changed = Assign(entry, ToStored(entity), mode == SaveMode.Replace ? _ => true : null);
        Check(workspace, name, entry);
        return new SavedEntity(
            ToEntity(name, entry)!,
            before == name ? SavedEntity.Changed($"{noun} {name}", changed) : $"Rename {noun} {before} to {name}");
    }

    private static JsonObject? ToEntity(string name, JsonNode? stored)
    {
        if (stored is not JsonObject entry) return null;
        var entity = new JsonObject { ["id"] = Prefix + name, ["facetName"] = Workspace.Server, ["name"] = name };
        foreach (var (member, value) in Without(entry, "id", "facetName", "name")) entity[member] = value?.DeepClone();
        return entity;
    }

    /// <summary>Null when an id cannot be one of the server's. A name alone is taken too.</summary>
    private static string? NameIn(string id)
    {
        var name = id.StartsWith(Prefix, StringComparison.Ordinal) ? id[Prefix.Length..] : id;
        return name.StartsWith('_') || name.Contains('.', StringComparison.Ordinal) ? null : name;
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_-]{0,63}\z")]
    private static partial Regex NamePattern();
}
