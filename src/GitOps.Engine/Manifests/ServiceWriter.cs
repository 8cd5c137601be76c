using System.Text.Json.Nodes;
using GitOps.Model.Components;

namespace GitOps.Engine.Manifests;

/// <summary>Writes how other pods reach a component.</summary>
internal static class ServiceWriter
{
    public static Manifest Write(Component component, ObjectMetadata metadata)
    {
        var ports = new JsonArray();
        foreach (var port in component.ServicePorts)
        {
            ports.Add(new JsonObject
            {
                ["name"] = port.Name,
                ["port"] = port.Number,
                ["protocol"] = "TCP",
                ["targetPort"] = port.TargetName is null ? port.TargetPort : port.TargetName,
            });
        }
        var spec = new JsonObject { ["ports"] = ports, ["selector"] = ObjectMetadata.Text(component.Labels) };
        return metadata.Object("v1", "Service", component.Name, component.ServiceAnnotations, ("spec", spec));
    }
}
