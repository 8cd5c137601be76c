using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Json;

namespace GitOps.Sandbox.Cluster.Resources;

/// <summary>Nodes: what is allocatable is the capacity unless somebody says otherwise.</summary>
internal sealed class NodeStrategy : ResourceStrategy
{
    public override void Default(JsonObject value)
    {
        var status = value.Ensure("status");
        if (status.Object("capacity") is { } capacity && status.Object("allocatable") is null)
            status["allocatable"] = capacity.DeepClone();
    }
}
