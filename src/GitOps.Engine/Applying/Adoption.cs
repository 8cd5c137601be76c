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
        // A namespace has no content; whoever wrote its metadata made it.
        var isNamespace = stored.TryGetProperty("kind"u8, out var kind) && kind.ValueEquals("Namespace"u8);
        var managers = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries.EnumerateArray())
        {
            if (entry.TryGetProperty("manager"u8, out var manager) && !manager.ValueEquals(ours)
                && entry.TryGetProperty("fieldsV1"u8, out var fields) && (isNamespace || OwnsContent(fields))) managers.Add(manager.GetString()!);
        }
        return string.Join(", ", managers);
    }

    /// <summary>Applying this gives up every field that we own; what others own stays as it is.</summary>
    public static ReadOnlyMemory<byte> NothingOwned(ObjectKey key)
    {
        var metadata = new JsonObject { ["name"] = key.Name };
        if (key.Namespace.Length > 0) metadata["namespace"] = key.Namespace;
        var nothing = new JsonObject { ["apiVersion"] = key.ApiVersion, ["kind"] = key.Kind, ["metadata"] = metadata };
        return JsonSerializer.SerializeToUtf8Bytes(nothing, Planning.ManifestJson.Default.JsonObject);
    }

    private static bool OwnsContent(JsonElement fields)
    {
        foreach (var field in fields.EnumerateObject())
        {
            // A controller gives a new service account its secrets.
            if (!field.NameEquals("f:metadata"u8) && !field.NameEquals("f:status"u8) && !field.NameEquals("f:secrets"u8)) return true;
        }
        return false;
    }
}
