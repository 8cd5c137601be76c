using System.Text.Json.Nodes;

namespace GitOps.Sandbox.Cluster.Resources;

/// <summary>Kinds whose generation counts changes of <c>spec</c>.</summary>
internal class SpecStrategy : ResourceStrategy
{
    public override void PrepareForUpdate(JsonObject updated, JsonObject live)
    {
        if (!JsonNode.DeepEquals(updated["spec"], live["spec"]))
            Generations.Increment(updated);
    }
}
