using System.Globalization;
using System.Text.Json;

namespace GitOps.Engine.Live;

/// <summary>Resolves the path elements of FieldsV1 that name an item of a list: <c>k:</c> by key fields, <c>v:</c> by value, <c>i:</c> by index.</summary>
internal static class ListItem
{
    public static bool TryFind(JsonElement list, string element, out JsonElement item)
    {
        item = default;
        if (element.Length < 3 || element[1] != ':') return false;
        if (element[0] == 'i')
        {
            if (!int.TryParse(element.AsSpan(2), CultureInfo.InvariantCulture, out var index) || (uint)index >= (uint)list.GetArrayLength()) return false;
            item = list[index];
            return true;
        }
        if (element[0] is not ('k' or 'v')) return false;

        using var wanted = JsonDocument.Parse(element.AsMemory(2));
        foreach (var candidate in list.EnumerateArray())
        {
            if (element[0] == 'k' ? HasKey(candidate, wanted.RootElement) : JsonElement.DeepEquals(candidate, wanted.RootElement))
            {
                item = candidate;
                return true;
            }
        }
        return false;
    }

    private static bool HasKey(JsonElement candidate, JsonElement key)
    {
        if (candidate.ValueKind != JsonValueKind.Object) return false;
        foreach (var field in key.EnumerateObject())
        {
            if (!candidate.TryGetProperty(field.Name, out var value) || !JsonElement.DeepEquals(value, field.Value)) return false;
        }
        return true;
    }
}
