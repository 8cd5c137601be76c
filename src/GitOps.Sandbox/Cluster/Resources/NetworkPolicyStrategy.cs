using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Json;

namespace GitOps.Sandbox.Cluster.Resources;

/// <summary>Network policies.</summary>
internal sealed class NetworkPolicyStrategy : SpecStrategy
{
    public override void Default(JsonObject value)
    {
        var spec = value.Ensure("spec");
        if (spec.Array("policyTypes") is null or { Count: 0 })
        {
            var types = new JsonArray("Ingress");
            if (spec.Array("egress") is { Count: > 0 })
                types.Add("Egress");
            spec["policyTypes"] = types;
        }
        foreach (var rule in spec.Objects("ingress").Concat(spec.Objects("egress")))
        {
            foreach (var port in rule.Objects("ports"))
                port.Default("protocol", "TCP");
        }
    }
}
