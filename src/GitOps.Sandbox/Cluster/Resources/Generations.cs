using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Json;

namespace GitOps.Sandbox.Cluster.Resources;

/// <summary>The counter of an object's specification.</summary>
internal static class Generations
{
    public static void Increment(JsonObject value)
    {
        var metadata = value.Ensure("metadata");
        metadata["generation"] = (metadata.Integer("generation") ?? 0) + 1;
    }
}
