using System.Text.Json.Nodes;
using GitOps.Model.Components;

namespace GitOps.Engine.Manifests;

/// <summary>Writes how a component is reached from outside, for Traefik, which strips a rule's path before it passes a request on.</summary>
internal static class IngressWriter
{
    // The annotation, not spec.ingressClassName: old and new Traefik both read it, and it needs no IngressClass in the cluster.
    private static readonly IReadOnlyDictionary<string, string> Annotations = new Dictionary<string, string>
    {
        ["kubernetes.io/ingress.class"] = "traefik",
        ["traefik.frontend.rule.type"] = "PathPrefixStrip",
    };

    public static Manifest Write(Component component, ObjectMetadata metadata)
    {
        var rules = new JsonArray();
        foreach (var route in component.Routes)
        {
            var paths = new JsonArray();
            foreach (var path in route.Paths)
            {
                paths.Add(new JsonObject
                {
                    ["path"] = path.Path,
                    ["pathType"] = "Prefix",
                    ["backend"] = new JsonObject
                    {
                        ["service"] = new JsonObject { ["name"] = component.Name, ["port"] = new JsonObject { ["number"] = path.ServicePort } },
                    },
                });
            }
            rules.Add(new JsonObject { ["host"] = route.Host, ["http"] = new JsonObject { ["paths"] = paths } });
        }
        return metadata.Object("networking.k8s.io/v1", "Ingress", component.Name, Annotations, ("spec", new JsonObject { ["rules"] = rules }));
    }
}
