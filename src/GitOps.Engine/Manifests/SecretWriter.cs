using System.Text.Json.Nodes;
using GitOps.Model.Components;

namespace GitOps.Engine.Manifests;

/// <summary>Writes a component's secrets, the only place where they are revealed.</summary>
internal static class SecretWriter
{
    public static Manifest Write(Component component, ObjectMetadata metadata)
    {
        var data = new JsonObject();
        foreach (var (key, secret) in component.Secrets.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            data[key] = Convert.ToBase64String(secret.Reveal());
        return metadata.Object("v1", "Secret", component.Name, null, ("type", "Opaque"), ("data", data));
    }
}
