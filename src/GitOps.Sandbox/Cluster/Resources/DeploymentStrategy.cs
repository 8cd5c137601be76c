using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Defaults;
using GitOps.Sandbox.Cluster.Json;
using GitOps.Sandbox.Cluster.Validation;

namespace GitOps.Sandbox.Cluster.Resources;

/// <summary>Deployments: rolling update by default, an immutable selector, a generation that counts changes.</summary>
internal sealed class DeploymentStrategy : ResourceStrategy
{
    private const string RollingUpdate = "RollingUpdate";

    public override void Default(JsonObject value)
    {
        var spec = value.Ensure("spec");
        PodSpecDefaults.Apply(spec.Ensure("template").Ensure("spec"));
        spec.Default("replicas", 1);
        var strategy = spec.Ensure("strategy");
        strategy.Default("type", RollingUpdate);
        if (strategy.Text("type") == RollingUpdate)
        {
            var rolling = strategy.Ensure("rollingUpdate");
            rolling.Default("maxUnavailable", "25%");
            rolling.Default("maxSurge", "25%");
        }
        spec.Default("revisionHistoryLimit", 10);
        spec.Default("progressDeadlineSeconds", 600);
    }

    public override void PrepareForCreate(JsonObject value) => value["status"] = new JsonObject();

    public override void PrepareForUpdate(JsonObject updated, JsonObject live)
    {
        if (!JsonNode.DeepEquals(updated["spec"], live["spec"])
            || !JsonNode.DeepEquals(updated.Object("metadata", "annotations"), live.Object("metadata", "annotations")))
            Generations.Increment(updated);
    }

    public override void Validate(JsonObject value, FieldErrors errors)
    {
        var spec = value.Object("spec");
        LabelSelectorValidation.CheckWorkload(spec, errors);
        var strategy = spec.Object("strategy");
        if (strategy.Text("type") is { } type and not (RollingUpdate or "Recreate"))
            errors.NotSupported("spec.strategy.type", type, ["Recreate", RollingUpdate]);
        if (strategy.Text("type") == "Recreate" && strategy.Object("rollingUpdate") is not null)
            errors.Forbidden("spec.strategy.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'");
        if (strategy.Object("rollingUpdate") is { } rolling && IsNothing(rolling["maxSurge"]) && IsNothing(rolling["maxUnavailable"]))
            errors.Invalid("spec.strategy.rollingUpdate.maxUnavailable", "intstr.IntOrString{Type:0, IntVal:0, StrVal:\"\"}", "may not be 0 when `maxSurge` is 0");
        var (ready, deadline) = (spec.Integer("minReadySeconds") ?? 0, spec.Integer("progressDeadlineSeconds"));
        if (ready < 0)
            errors.Invalid("spec.minReadySeconds", ready.ToString(System.Globalization.CultureInfo.InvariantCulture), "must be greater than or equal to 0");
        if (deadline <= ready)
            errors.Invalid("spec.progressDeadlineSeconds", $"{deadline}", "must be greater than minReadySeconds");
    }

    public override void ValidateUpdate(JsonObject updated, JsonObject live, FieldErrors errors) =>
        LabelSelectorValidation.CheckImmutable(updated, live, errors);

    private static bool IsNothing(JsonNode? amount) => amount?.ToString() is "0" or "0%";
}
