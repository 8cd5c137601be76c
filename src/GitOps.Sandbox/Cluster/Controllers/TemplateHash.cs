using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Registry;
using GitOps.Sandbox.Cluster.Storage;

namespace GitOps.Sandbox.Cluster.Controllers;

/// <summary>The value of <c>pod-template-hash</c>: ten characters that follow from the template.</summary>
internal static class TemplateHash
{
    public static string Of(JsonObject template)
    {
        // 32 bits, FNV-1a: collisions are as (un)likely as in the original, and a name stays short.
        var hash = 2166136261u;
        foreach (var value in StoredObject.Serialize(template))
            hash = (hash ^ value) * 16777619u;
        return NameGenerator.Encode(hash);
    }
}
