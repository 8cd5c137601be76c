using System.Text.Json;

namespace GitOps.Engine.Live;

/// <summary>Reads which component's pods a Deployment or Service leads to.</summary>
internal static class Selectors
{
    /// <summary>The label <c>id</c> of the selector; null where there is none.</summary>
    public static string? IdOf(string kind, JsonElement root)
    {
        if (kind is not ("Deployment" or "Service") || !TryObject(root, "spec"u8, out var spec) || !TryObject(spec, "selector"u8, out var selector)) return null;
        if (kind == "Deployment" && !TryObject(selector, "matchLabels"u8, out selector)) return null;
        return selector.TryGetProperty("id"u8, out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
    }

    private static bool TryObject(JsonElement parent, ReadOnlySpan<byte> name, out JsonElement value) =>
        parent.TryGetProperty(name, out value) && value.ValueKind == JsonValueKind.Object;
}
