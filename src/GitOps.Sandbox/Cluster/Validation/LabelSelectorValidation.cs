using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Json;
using GitOps.Sandbox.Cluster.Selectors;

namespace GitOps.Sandbox.Cluster.Validation;

/// <summary>Checks the selector of a workload and that the template of its pods carries the labels.</summary>
internal static class LabelSelectorValidation
{
    public static void CheckWorkload(JsonObject? spec, FieldErrors errors)
    {
        var selector = spec.Object("selector");
        if (selector is null)
            errors.Required("spec.selector");
        else if (selector.Count == 0)
            errors.Invalid("spec.selector", "v1.LabelSelector{MatchLabels:map[string]string(nil), MatchExpressions:[]v1.LabelSelectorRequirement(nil)}", "empty selector is invalid for deployment");
        foreach (var (key, value) in selector.Object("matchLabels") ?? [])
        {
            errors.Check("spec.selector.matchLabels", key, Names.QualifiedNameProblem(key));
            errors.Check("spec.selector.matchLabels", value.AsText() ?? "", Names.LabelValueProblem(value.AsText() ?? ""));
        }
        var labels = spec.Object("template", "metadata").Object("labels") ?? [];
        foreach (var (key, value) in labels)
            MetadataValidation.CheckLabel("spec.template.labels", key, value.AsText() ?? "", errors);
        if (selector is { Count: > 0 })
        {
            var pairs = labels.Select(label => KeyValuePair.Create(label.Key, label.Value.AsText() ?? "")).ToArray();
            if (!LabelSelector.FromObject(selector).Matches(pairs))
                errors.Invalid("spec.template.metadata.labels", Print(labels), "`selector` does not match template `labels`");
        }
        PodSpecValidation.Check(spec.Object("template", "spec"), "spec.template.spec", errors);
        if (spec.Object("template", "spec").Text("restartPolicy") is { } restart and not "Always")
            errors.NotSupported("spec.template.spec.restartPolicy", restart, ["Always"]);
        if (spec.Integer("replicas") is { } replicas and < 0)
            errors.Invalid("spec.replicas", replicas.ToString(System.Globalization.CultureInfo.InvariantCulture), "must be greater than or equal to 0");
    }

    public static void CheckImmutable(JsonObject updated, JsonObject live, FieldErrors errors)
    {
        var (now, before) = (updated.Object("spec", "selector"), live.Object("spec", "selector"));
        if (!JsonNode.DeepEquals(now, before))
            errors.Invalid("spec.selector", PrintSelector(now), "field is immutable");
    }

    private static string Print(JsonObject labels) => labels.Count == 0 ? "map[string]string(nil)"
        : "map[string]string{" + string.Join(", ", labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"\"{label.Key}\":\"{label.Value}\"")) + "}";

    private static string PrintSelector(JsonObject? selector) =>
        $"v1.LabelSelector{{MatchLabels:{Print(selector.Object("matchLabels") ?? [])}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}}";
}
