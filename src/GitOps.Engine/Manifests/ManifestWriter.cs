using GitOps.Model.Components;

namespace GitOps.Engine.Manifests;

/// <summary>
/// Writes components as Kubernetes objects, ordered so that what others refer to comes first. Writes every field that
/// is part of a list's key (such as a port's protocol), so that the owner of each entry is unambiguous in server-side apply.
/// </summary>
internal sealed class ManifestWriter(string targetNamespace)
{
    public IReadOnlyList<Manifest> Write(IReadOnlyList<Component> components)
    {
        var secrets = new List<Manifest>();
        var configMaps = new List<Manifest>();
        var services = new List<Manifest>();
        var deployments = new List<Manifest>();
        var ingresses = new List<Manifest>();
        foreach (var component in components)
        {
            var metadata = new ObjectMetadata(component, targetNamespace);
            var configMap = component.ConfigFiles.Count == 0 ? null : ConfigMapWriter.Write(component, metadata);
            if (configMap is not null) configMaps.Add(configMap);
            if (component.Secrets.Count > 0) secrets.Add(SecretWriter.Write(component, metadata));
            if (component.ServicePorts.Count > 0) services.Add(ServiceWriter.Write(component, metadata));
            deployments.Add(component.Kubeless is { } function
                ? KubelessFunctionWriter.Write(component, function, metadata)
                : DeploymentWriter.Write(component, metadata, configMap?.Key.Name));
            if (component.Routes.Count > 0) ingresses.Add(IngressWriter.Write(component, metadata));
        }
        return [.. secrets, .. configMaps, .. services, .. deployments, .. ingresses];
    }
}
