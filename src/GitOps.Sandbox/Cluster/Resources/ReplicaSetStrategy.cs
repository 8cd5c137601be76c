using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Defaults;
using GitOps.Sandbox.Cluster.Json;
using GitOps.Sandbox.Cluster.Validation;

namespace GitOps.Sandbox.Cluster.Resources;

/// <summary>Replica sets.</summary>
internal sealed class ReplicaSetStrategy : ResourceStrategy
{
    public override void Default(JsonObject value)
    {
        var spec = value.Ensure("spec");
        spec.Default("replicas", 1);
        if (spec.Object("template") is { } template)
            PodSpecDefaults.Apply(template.Ensure("spec"));
    }

    public override void PrepareForCreate(JsonObject value) => value["status"] = new JsonObject { ["replicas"] = 0 };

    public override void PrepareForUpdate(JsonObject updated, JsonObject live)
    {
        if (!JsonNode.DeepEquals(updated["spec"], live["spec"]))
            Generations.Increment(updated);
    }

    public override void Validate(JsonObject value, FieldErrors errors) => LabelSelectorValidation.CheckWorkload(value.Object("spec"), errors);

    public override void ValidateUpdate(JsonObject updated, JsonObject live, FieldErrors errors) =>
        LabelSelectorValidation.CheckImmutable(updated, live, errors);
}
