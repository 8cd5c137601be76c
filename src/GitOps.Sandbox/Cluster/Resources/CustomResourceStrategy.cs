using System.Text.Json.Nodes;

namespace GitOps.Sandbox.Cluster.Resources;

/// <summary>Custom resources: everything but metadata, and but the status where that is a subresource, is specification.</summary>
internal sealed class CustomResourceStrategy(bool hasStatus) : ResourceStrategy
{
    public override void PrepareForCreate(JsonObject value)
    {
        if (hasStatus)
            value.Remove("status");
    }

    public override void PrepareForUpdate(JsonObject updated, JsonObject live)
    {
        if (!JsonNode.DeepEquals(Specification(updated), Specification(live)))
            Generations.Increment(updated);
    }

    private JsonObject Specification(JsonObject value)
    {
        var copy = (JsonObject)value.DeepClone();
        copy.Remove("metadata");
        if (hasStatus)
            copy.Remove("status");
        return copy;
    }
}
