using System.Text.Json.Nodes;
using GitOps.Model.Components;

namespace GitOps.Engine.Manifests;

/// <summary>
/// Writes a component's files. The name carries a hash of the content: pods that still run keep the files they started
/// with, and a change makes a new object that new pods wait for.
/// </summary>
internal static class ConfigMapWriter
{
    public static Manifest Write(Component component, ObjectMetadata metadata)
    {
        var data = new JsonObject();
        foreach (var file in component.ConfigFiles) data[file.Name] = file.Content;
        return metadata.Object("v1", "ConfigMap", $"{component.Name}-{ComponentHash.OfFiles(component)}", null, ("data", data));
    }
}
