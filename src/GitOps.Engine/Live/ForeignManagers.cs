using System.Text.Json;

namespace GitOps.Engine.Live;

/// <summary>Names who else wrote an object: what a refusal tells its reader.</summary>
internal static class ForeignManagers
{
    /// <summary>All managers but <paramref name="ours"/>, each once, joined by commas; empty when there is none.</summary>
    public static string Of(JsonElement metadata, string ours)
    {
        if (!metadata.TryGetProperty("managedFields"u8, out var entries) || entries.ValueKind != JsonValueKind.Array) return "";
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries.EnumerateArray())
        {
            if (entry.TryGetProperty("manager"u8, out var manager) && manager.GetString() is { } name && name != ours) names.Add(name);
        }
        return string.Join(", ", names);
    }
}
