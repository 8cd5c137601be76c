using System.Text.Json;
using System.Text.Json.Nodes;

namespace GitOps.Configstore.WorkspaceApi;

/// <summary>Reads and changes the members of entities; the order of those that stay is kept.</summary>
internal static class EntityJson
{
    /// <summary>The text that a member is; null when it is none.</summary>
    public static string? Text(JsonObject entity, string member) =>
        entity[member] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>Sets members as LoopBack does when it updates attributes: each as a whole.</summary>
    /// <param name="removeOthers">Whether members that are not named go, as when an entity is replaced.</param>
    /// <returns>Names of those that changed.</returns>
    public static IReadOnlyList<string> Assign(JsonObject target, IEnumerable<KeyValuePair<string, JsonNode?>> members, Func<string, bool>? removeOthers = null)
    {
        var (wanted, changed) = (members.ToList(), new List<string>());
        if (removeOthers is not null)
        {
            var named = wanted.Select(member => member.Key).ToHashSet(StringComparer.Ordinal);
            changed.AddRange(target.Select(member => member.Key).Where(name => !named.Contains(name) && removeOthers(name)));
            foreach (var name in changed) target.Remove(name);
        }
        foreach (var (name, value) in wanted)
        {
            if (target.TryGetPropertyValue(name, out var before) && JsonNode.DeepEquals(before, value)) continue;
            target[name] = value?.DeepClone();
            changed.Add(name);
        }
        return changed;
    }

    /// <summary>Gives a member another name, in its place.</summary>
    public static void Rename(JsonObject target, string before, string after)
    {
        var members = target.ToList();
        target.Clear();
        foreach (var (name, value) in members) target[name == before ? after : name] = value;
    }

    /// <summary>The members but for some.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> Without(JsonObject entity, params string[] names) =>
        entity.Where(member => !names.Contains(member.Key, StringComparer.Ordinal));
}
