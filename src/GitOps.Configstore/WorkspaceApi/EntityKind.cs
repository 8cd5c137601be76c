using System.Text.Json.Nodes;
using GitOps.Configstore.Editing;
using static GitOps.Configstore.WorkspaceApi.EntityJson;

namespace GitOps.Configstore.WorkspaceApi;

/// <summary>A model of loopback-workspace: how its instances lie in a project's files. Instances are found by <c>&lt;facet&gt;.&lt;name&gt;…</c>.</summary>
/// <param name="name">What LoopBack calls it, such as <c>ModelDefinition</c>.</param>
/// <param name="plural">Where it is served, such as <c>ModelDefinitions</c>.</param>
internal abstract class EntityKind(string name, string plural)
{
    public string Name => name;

    public string Plural => plural;

    /// <summary>Every instance.</summary>
    public abstract IEnumerable<JsonObject> All(Workspace workspace);

    /// <summary>One instance; null when there is none.</summary>
    public abstract JsonObject? Find(Workspace workspace, string id);

    /// <summary>Saves an instance.</summary>
    /// <param name="id">The one that is meant, which must be there; null when the entity says it.</param>
    /// <exception cref="EditRefusedException">It cannot be as it is to be.</exception>
    /// <exception cref="EditNotFoundException">It, or what it belongs to, is not there.</exception>
    public abstract SavedEntity Save(Workspace workspace, string? id, JsonObject entity, SaveMode mode);

    /// <summary>Deletes an instance.</summary>
    /// <returns>What was done, for the commit's message; null when there was none.</returns>
    public abstract string? Delete(Workspace workspace, string id);

    protected EditNotFoundException Unknown(string id) => UnknownInstance(Name, id);

    public static EditNotFoundException UnknownInstance(string model, string id) => new($"Unknown \"{model}\" id \"{id}\".");

    protected static EditRefusedException NotUnique(string file, string path) =>
        new(file, path, "is not unique", "Send its id to change what is there, or PUT or PATCH it.");

    /// <summary>The name that an entity gives; null when it gives none.</summary>
    /// <exception cref="EditRefusedException">It is no text.</exception>
    protected static string? NameOf(JsonObject entity, string file)
    {
        if (entity["name"] is not { } node) return null;
        return Text(entity, "name") is { Length: > 0 } text ? text : throw new EditRefusedException(file, $"$.name", $"must be a string that is not empty, and is {node.GetValueKind()}");
    }
}
