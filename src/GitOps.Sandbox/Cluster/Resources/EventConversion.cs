using System.Text.Json.Nodes;

namespace GitOps.Sandbox.Cluster.Resources;

/// <summary>Events have two versions with other names for the same fields; the core one is stored.</summary>
internal static class EventConversion
{
    private static readonly (string Core, string Newer)[] Names =
    [
        ("involvedObject", "regarding"), ("message", "note"), ("source", "deprecatedSource"), ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"), ("count", "deprecatedCount"), ("reportingComponent", "reportingController"),
    ];

    public static JsonObject FromCore(JsonObject value) => Rename(value, "events.k8s.io/v1", name => (name.Core, name.Newer));

    public static JsonObject ToCore(JsonObject value) => Rename(value, "v1", name => (name.Newer, name.Core));

    private static JsonObject Rename(JsonObject value, string apiVersion, Func<(string Core, string Newer), (string From, string To)> direction)
    {
        var result = (JsonObject)value.DeepClone();
        result["apiVersion"] = apiVersion;
        foreach (var (from, to) in Names.Select(direction))
        {
            if (!result.TryGetPropertyValue(from, out var member))
                continue;
            result.Remove(from);
            result[to] = member;
        }
        return result;
    }
}
