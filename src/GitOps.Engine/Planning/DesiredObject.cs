using System.Text.Json;
using GitOps.Engine.Live;
using GitOps.Engine.Manifests;
using GitOps.Model.Names;

namespace GitOps.Engine.Planning;

/// <summary>A manifest with what planning needs to know of it, read once from its one serialization.</summary>
public sealed class DesiredObject
{
    private DesiredObject(Manifest manifest, ReadOnlyMemory<byte> json, JsonElement root)
    {
        Key = manifest.Key;
        Origin = manifest.Origin;
        Json = json;
        Hash = OwnedFields.HashOfDesired(root);
        Hosts = manifest.Key.Kind == "Ingress" ? IngressHosts.Of(root) : [];
        Component = ComponentOf(root);
        Selected = Selectors.IdOf(manifest.Key.Kind, root);
    }

    public ObjectKey Key { get; }

    public Origin Origin { get; }

    /// <summary>The manifest as UTF-8 JSON: what is sent.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    public ContentHash Hash { get; }

    public IReadOnlyList<string> Hosts { get; }

    public ComponentId Component { get; }

    /// <summary>The component id of the pods that a Deployment or Service leads to; null without one.</summary>
    public string? Selected { get; }

    /// <summary>Whether the object belongs to the producer as a whole, and so to none of its environments.</summary>
    public bool IsTenants => Component.App == TenantLabels.Tenant;

    public static DesiredObject From(Manifest manifest)
    {
        var json = MarkedManifest.Write(manifest);
        using var document = JsonDocument.Parse(json);
        return new DesiredObject(manifest, json, document.RootElement);
    }

    private static ComponentId ComponentOf(JsonElement root) =>
        root.TryGetProperty("metadata"u8, out var metadata) && metadata.TryGetProperty("labels"u8, out var labels)
            ? new ComponentId(Text(labels, "app"u8), Text(labels, "id"u8))
            : default;

    private static string? Text(JsonElement labels, ReadOnlySpan<byte> name) =>
        labels.TryGetProperty(name, out var value) ? value.GetString() : null;
}
