using System.Text.Json.Nodes;
using GitOps.Model.Names;

namespace GitOps.Engine.Composing.Tenant;

/// <summary>Which pods of a policy's own namespace are meant, by their labels.</summary>
internal static class PodSelectors
{
    private const string AppLabel = TenantLabels.App;

    public static JsonObject All() => [];

    /// <summary>Those of some components, whosever they are.</summary>
    public static JsonObject Of(params IReadOnlyList<string> apps) => apps.Count == 1
        ? new JsonObject { ["matchLabels"] = new JsonObject { [AppLabel] = apps[0] } }
        : new JsonObject { ["matchExpressions"] = new JsonArray(IsOneOf(apps)) };

    /// <summary>All of a producer.</summary>
    public static JsonObject Of(ProducerName producer) => new() { ["matchLabels"] = new JsonObject { [EnvironmentLabels.Producer] = producer.Value } };

    /// <summary>Those of a producer's components.</summary>
    public static JsonObject Of(ProducerName producer, params IReadOnlyList<string> apps)
    {
        var selector = Of(apps);
        var labels = selector["matchLabels"] as JsonObject ?? [];
        labels[EnvironmentLabels.Producer] = producer.Value;
        selector["matchLabels"] = labels;
        return selector;
    }

    /// <summary>Those of some components of any producer; where others may run pods too, theirs are not meant.</summary>
    public static JsonObject OfAnyProducer(params IReadOnlyList<string> apps) => new()
    {
        ["matchExpressions"] = new JsonArray(IsOneOf(apps), new JsonObject { ["key"] = EnvironmentLabels.Producer, ["operator"] = "Exists" }),
    };

    private static JsonObject IsOneOf(IReadOnlyList<string> apps) =>
        new() { ["key"] = AppLabel, ["operator"] = "In", ["values"] = new JsonArray([.. apps.Select(app => JsonValue.Create(app))]) };
}
