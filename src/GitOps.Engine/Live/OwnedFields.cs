using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GitOps.Engine.Live;

/// <summary>
/// Hashes exactly the fields of an object that one field manager applied, as <c>metadata.managedFields</c> tells them
/// (FieldsV1 of https://kubernetes.io/docs/reference/using-api/server-side-apply/), and a desired manifest likewise.
/// Equal hashes: every owned field has the desired value, and none is missing. So drift is found without a copy of what was
/// applied and without asking, and what others own or the server defaults never counts.
/// </summary>
public static class OwnedFields
{
    /// <summary>Hash of a desired object: all of it but what identifies it.</summary>
    /// <param name="manifest">The whole manifest.</param>
    public static ContentHash HashOfDesired(JsonElement manifest)
    {
        var json = new CanonicalJson();
        try
        {
            WriteRoot(ref json, manifest, owned: null);
            return json.Hash();
        }
        finally
        {
            json.Dispose();
        }
    }

    /// <inheritdoc cref="HashOfDesired(JsonElement)"/>
    public static ContentHash HashOfDesired(JsonObject manifest)
    {
        using var document = JsonSerializer.SerializeToDocument(manifest);
        return HashOfDesired(document.RootElement);
    }

    /// <summary>Hash of the fields that the fieldsV1 set <paramref name="owned"/> names in <paramref name="live"/>.</summary>
    public static ContentHash HashOfLive(JsonElement live, JsonElement owned)
    {
        var json = new CanonicalJson();
        try
        {
            WriteRoot(ref json, live, owned);
            return json.Hash();
        }
        finally
        {
            json.Dispose();
        }
    }

    /// <summary>Finds what <paramref name="manager"/> applied. False when it never did, or all of it was taken over by others.</summary>
    public static bool TryFind(JsonElement live, string manager, out JsonElement owned)
    {
        owned = default;
        if (!live.TryGetProperty("metadata", out var metadata)
            || !metadata.TryGetProperty("managedFields", out var entries)
            || entries.ValueKind != JsonValueKind.Array) return false;

        foreach (var entry in entries.EnumerateArray())
        {
            if (entry.TryGetProperty("manager", out var name) && name.ValueEquals(manager)
                && entry.TryGetProperty("operation", out var operation) && operation.ValueEquals("Apply"u8)
                && !entry.TryGetProperty("subresource", out _)
                && entry.TryGetProperty("fieldsV1", out owned)) return true;
        }
        return false;
    }

    private static void WriteRoot(ref CanonicalJson json, JsonElement value, JsonElement? owned)
    {
        using var members = new SortedMembers(value);
        json.Write((byte)'{');
        foreach (var member in members.Items)
        {
            if (member.NameEquals("apiVersion"u8) || member.NameEquals("kind"u8)) continue;
            if (member.NameEquals("metadata"u8))
                WriteMetadata(ref json, member.Value, owned is { } o && TryField(o, "metadata"u8, out var below) ? below : default, owned is null);
            else
                WriteMember(ref json, member, owned);
        }
        json.Write((byte)'}');
    }

    private static void WriteMetadata(ref CanonicalJson json, JsonElement metadata, JsonElement owned, bool all)
    {
        using var members = new SortedMembers(metadata);
        json.WriteText("metadata"u8);
        json.Write((byte)'{');
        foreach (var member in members.Items)
        {
            if (member.NameEquals("name"u8) || member.NameEquals("namespace"u8)) continue;
            if (all) WriteMember(ref json, member, null);
            else if (owned.ValueKind == JsonValueKind.Object) WriteMember(ref json, member, owned);
        }
        json.Write((byte)'}');
    }

    private static void WriteMember(ref CanonicalJson json, JsonProperty member, JsonElement? owned)
    {
        if (!CanonicalJson.HasContent(member.Value)) return;
        if (owned is not { } fields)
        {
            json.WriteText(SortedMembers.NameOf(member));
            json.WriteValue(member.Value);
        }
        else if (TryField(fields, SortedMembers.NameOf(member), out var below))
        {
            json.WriteText(SortedMembers.NameOf(member));
            WriteOwned(ref json, member.Value, below);
        }
    }

    private static void WriteOwned(ref CanonicalJson json, JsonElement value, JsonElement owned)
    {
        if (IsLeaf(owned))
        {
            json.WriteValue(value);
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            using var members = new SortedMembers(value);
            json.Write((byte)'{');
            foreach (var member in members.Items) WriteMember(ref json, member, owned);
            json.Write((byte)'}');
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            WriteOwnedItems(ref json, value, owned);
        }
        else
        {
            json.WriteValue(value);
        }
    }

    private static void WriteOwnedItems(ref CanonicalJson json, JsonElement list, JsonElement owned)
    {
        var isSet = list.GetArrayLength() == 0 || list[0].ValueKind == JsonValueKind.Object;
        var items = new List<UInt128>();
        if (!isSet) json.Write((byte)'[');
        foreach (var entry in owned.EnumerateObject())
        {
            if (!ListItem.TryFind(list, entry.Name, out var item)) continue;
            var start = json.Length;
            WriteOwned(ref json, item, entry.Value);
            if (isSet) items.Add(json.Fold(start));
        }
        if (isSet) json.WriteSet(CollectionsMarshal.AsSpan(items));
        else json.Write((byte)']');
    }

    /// <summary>A leaf is owned whole: a scalar, an atomic list or map. The "." of a set only says that the container itself is owned.</summary>
    private static bool IsLeaf(JsonElement owned)
    {
        foreach (var member in owned.EnumerateObject())
        {
            if (!member.NameEquals("."u8)) return false;
        }
        return true;
    }

    private static bool TryField(JsonElement owned, ReadOnlySpan<byte> name, out JsonElement below)
    {
        Span<byte> field = name.Length <= 254 ? stackalloc byte[name.Length + 2] : new byte[name.Length + 2];
        "f:"u8.CopyTo(field);
        name.CopyTo(field[2..]);
        return owned.TryGetProperty(field, out below);
    }
}
