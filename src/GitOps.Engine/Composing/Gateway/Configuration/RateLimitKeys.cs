using System.Text.Json.Nodes;

namespace GitOps.Engine.Composing.Gateway.Configuration;

/// <summary>
/// Lets every environment count requests for itself: Express Gateway keeps the counts of all gateways on one Redis under one prefix,
/// whatever their namespace, so that requests to one producer would use up the limit of another's.
/// </summary>
internal static class RateLimitKeys
{
    public const string Policy = "rate-limit";

    private const string Member = "rateLimitBy";
    private const string Action = "action";

    // By what it counts when nothing is said; a template of JavaScript.
    private const string ByAddress = "${req.ip}";

    /// <param name="pairs">Condition and action pairs of a rate limit; none counts as one without conditions.</param>
    /// <param name="names">Whose requests are counted.</param>
    public static JsonArray Within(JsonArray? pairs, ComponentNames names)
    {
        pairs ??= [];
        if (pairs.Count == 0) pairs.Add(new JsonObject());
        foreach (var pair in pairs.OfType<JsonObject>())
        {
            if (pair[Action] is null) pair[Action] = new JsonObject();
            if (pair[Action] is not JsonObject action) continue;
            var by = action[Member]?.ToString() is { Length: > 0 } said ? said : ByAddress;
            action[Member] = names.RedisNamespace + by;
        }
        return pairs;
    }
}
