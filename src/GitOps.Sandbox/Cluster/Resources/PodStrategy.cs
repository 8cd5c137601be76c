using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Defaults;
using GitOps.Sandbox.Cluster.Json;
using GitOps.Sandbox.Cluster.Schemas;
using GitOps.Sandbox.Cluster.Validation;

namespace GitOps.Sandbox.Cluster.Resources;

/// <summary>Pods: defaults, what admission adds, which fields stay, and graceful deletion.</summary>
internal sealed class PodStrategy(TimeProvider clock) : ResourceStrategy
{
    private const long DefaultGrace = 30;

    public override void Default(JsonObject value)
    {
        var spec = value.Ensure("spec");
        foreach (var container in spec.Objects("initContainers").Concat(spec.Objects("containers")))
        {
            if (container.Object("resources", "limits") is not { Count: > 0 } limits)
                continue;
            var requests = container.Ensure("resources").Ensure("requests");
            foreach (var (name, quantity) in limits)
                requests.Default(name, quantity!.DeepClone());
        }
        spec.Default("enableServiceLinks", true);
        PodSpecDefaults.Apply(spec);
    }

    public override void PrepareForCreate(JsonObject value)
    {
        var spec = value.Ensure("spec");
        value["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = QualityOfService(spec) };
        spec.Default("priority", 0);
        spec.Default("preemptionPolicy", "PreemptLowerPriority");
        if (!spec.ContainsKey("tolerations"))
            spec["tolerations"] = new JsonArray(Tolerate("node.kubernetes.io/not-ready"), Tolerate("node.kubernetes.io/unreachable"));
    }

    public override void PrepareForUpdate(JsonObject updated, JsonObject live) => updated.CopyMember("status", live);

    public override void Validate(JsonObject value, FieldErrors errors) =>
        PodSpecValidation.Check(value.Object("spec"), "spec", errors);

    public override void ValidateUpdate(JsonObject updated, JsonObject live, FieldErrors errors)
    {
        var (now, before) = ((JsonObject)updated["spec"]!.DeepClone(), (JsonObject)live["spec"]!.DeepClone());
        foreach (var spec in (ReadOnlySpan<JsonObject>)[now, before])
        {
            foreach (var name in (ReadOnlySpan<string>)["activeDeadlineSeconds", "tolerations"])
                spec.Remove(name);
            foreach (var container in spec.Objects("containers").Concat(spec.Objects("initContainers")))
                container.Remove("image");
        }
        if (!JsonNode.DeepEquals(now, before))
        {
            errors.Forbidden("spec", "pod updates may not change fields other than `spec.containers[*].image`, `spec.initContainers[*].image`, "
                + "`spec.activeDeadlineSeconds` or `spec.tolerations` (only additions to existing tolerations)");
        }
    }

    public override bool IsGraceful => true;

    /// <summary>What has no node, or has ended, goes at once; the rest gets the time that it asks for.</summary>
    public override long GracePeriod(JsonObject value, long? requested)
    {
        if (string.IsNullOrEmpty(value.Object("spec").Text("nodeName")) || value.Object("status").Text("phase") is "Succeeded" or "Failed")
            return 0;
        return requested ?? value.Object("spec").Integer("terminationGracePeriodSeconds") ?? DefaultGrace;
    }

    /// <summary>Assigns a pod to a node; the body of the <c>binding</c> subresource.</summary>
    public void Bind(JsonObject pod, string node)
    {
        pod.Ensure("spec")["nodeName"] = node;
        var status = pod.Ensure("status");
        var conditions = status.Array("conditions");
        if (conditions is null)
            status["conditions"] = conditions = [];
        foreach (var existing in conditions.OfType<JsonObject>().Where(one => one.Text("type") == "PodScheduled").ToArray())
            conditions.Remove(existing);
        conditions.Add(new JsonObject
        {
            ["type"] = "PodScheduled",
            ["status"] = "True",
            ["lastProbeTime"] = null,
            ["lastTransitionTime"] = Timestamps.Seconds(clock.GetUtcNow()),
        });
    }

    private static JsonObject Tolerate(string key) =>
        new() { ["key"] = key, ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = 300 };

    private static string QualityOfService(JsonObject spec)
    {
        var all = spec.Objects("containers").Concat(spec.Objects("initContainers")).Select(container => container.Object("resources")).ToList();
        if (all.TrueForAll(resources => resources.Object("requests") is null or { Count: 0 } && resources.Object("limits") is null or { Count: 0 }))
            return "BestEffort";
        return all.TrueForAll(resources => resources.Object("limits") is { } limits && limits.ContainsKey("cpu") && limits.ContainsKey("memory")
            && JsonNode.DeepEquals(limits, resources.Object("requests"))) ? "Guaranteed" : "Burstable";
    }
}
