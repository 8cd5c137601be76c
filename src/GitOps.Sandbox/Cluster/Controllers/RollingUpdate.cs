using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Json;

namespace GitOps.Sandbox.Cluster.Controllers;

/// <summary>How far a rollout may go above and below the wanted number of pods.</summary>
/// <param name="MaxSurge">Pods above the wanted number.</param>
/// <param name="MaxUnavailable">Pods that may be missing.</param>
internal readonly record struct RollingUpdate(int MaxSurge, int MaxUnavailable)
{
    public static RollingUpdate Of(JsonObject? spec, int replicas)
    {
        var rolling = spec.Object("strategy", "rollingUpdate");
        if (rolling is null)
            return new RollingUpdate(0, replicas);
        var (surge, unavailable) = (Resolve(rolling["maxSurge"], replicas, roundUp: true), Resolve(rolling["maxUnavailable"], replicas, roundUp: false));
        // With neither above nor below nothing could ever move.
        return surge == 0 && unavailable == 0 ? new RollingUpdate(0, 1) : new RollingUpdate(surge, unavailable);
    }

    private static int Resolve(JsonNode? amount, int replicas, bool roundUp)
    {
        if (amount is null)
            return 0;
        var text = amount.GetValueKind() == JsonValueKind.String ? amount.GetValue<string>() : amount.ToJsonString();
        if (!text.EndsWith('%'))
            return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var count) ? count : 0;
        if (!int.TryParse(text[..^1], NumberStyles.Integer, CultureInfo.InvariantCulture, out var percent))
            return 0;
        return roundUp ? (replicas * percent + 99) / 100 : replicas * percent / 100;
    }
}
