using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Engine.Manifests;

namespace GitOps.Engine.Applying;

/// <summary>
/// Tells from the answer to a creation whether the object had been there: server-side apply merges into an object that
/// somebody made since planning, and says nothing when the fields do not overlap.
/// </summary>
internal static class Adoption
{
    /// <summary>
    /// Managers that own content of an object that we believe to have made. Status and metadata do not count: controllers write
    /// those within moments, and an answer that got lost makes us create twice.
    /// </summary>
    public static string EarlierManagers(JsonElement stored, string ours)
    {
        if (!stored.TryGetProperty("metadata"u8, out var metadata) || !metadata.TryGetProperty("managedFields"u8, out var entries)) return "";
        var managers = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries.EnumerateArray())
        {
            if (entry.TryGetProperty("manager"u8, out var manager) && !manager.ValueEquals(ours)
                && entry.TryGetProperty("fieldsV1"u8, out var fields) && OwnsContent(fields)) managers.Add(manager.GetString()!);
        }
        return string.Join(", ", managers);
    }

    /// <summary>Applying this gives up every field that we own; what others own stays as it is.</summary>
    public static ReadOnlyMemory<byte> NothingOwned(ObjectKey key) => JsonSerializer.SerializeToUtf8Bytes(
        new JsonObject
        {
            ["apiVersion"] = key.ApiVersion,
            ["kind"] = key.Kind,
            ["metadata"] = new JsonObject { ["name"] = key.Name, ["namespace"] = key.Namespace },
        },
        Planning.ManifestJson.Default.JsonObject);

    private static bool OwnsContent(JsonElement fields)
    {
        foreach (var field in fields.EnumerateObject())
        {
            if (!field.NameEquals("f:metadata"u8) && !field.NameEquals("f:status"u8)) return true;
        }
        return false;
    }
}
