using System.Text.Json.Nodes;
using GitOps.Engine.Redis;
using GitOps.Model.Documents;

namespace GitOps.Engine.Composing.Gateway.Configuration;

/// <summary>Writes <c>system.config.yml</c>: defaults, with the project's own settings merged over them member by member.</summary>
internal static class SystemConfiguration
{
    // These and what signs in are the only references to variables that the gateway may resolve: what a project writes is escaped (YamlWriter).
    private const string SharedRedis =
        """
        db:
          redis:
            host: '${REDIS_HOST}'
            port: '${REDIS_PORT}'
            namespace: '${EG_NAMESPACE}'

        """;

    // The user may not ask for INFO, which tells of all: whether Redis is ready shows when it answers.
    private const string SignIn =
        """
            username: '${REDIS_USERNAME}'
            password: '${REDIS_PASSWORD}'
            enableReadyCheck: false

        """;

    private const string Emulated = "    emulate: true\n";

    public static string Write(Model.LunchBadger.Gateway gateway, CompositionSettings settings)
    {
        var merged = Defaults();
        if (gateway.System is { } overrides) Merge(merged, overrides);
        // A Redis of its own takes nothing from the shared one.
        if (HasOwnRedis(gateway)) return YamlWriter.Write(merged);

        merged.Remove("db");
        if (IsEmulated(gateway)) return SharedRedis + Emulated + YamlWriter.Write(merged);
        if (merged["plugins"] is not JsonObject plugins) merged["plugins"] = plugins = [];
        plugins[RedisPlugin.Name] = new JsonObject { ["package"] = $"{GatewayPods.ConfigPath}/{RedisPlugin.File}" };
        return SharedRedis + (settings.RedisAuthentication == RedisAuthentication.Required ? SignIn : "") + YamlWriter.Write(merged);
    }

    /// <summary>Whether the gateway signs in at the Redis that all gateways share.</summary>
    public static bool UsesSharedRedis(Model.LunchBadger.Gateway gateway) => !HasOwnRedis(gateway) && !IsEmulated(gateway);

    private static bool HasOwnRedis(Model.LunchBadger.Gateway gateway) => Redis(gateway)?["host"] is not null;

    private static bool IsEmulated(Model.LunchBadger.Gateway gateway) =>
        Redis(gateway)?["emulate"] is JsonValue flag && flag.TryGetValue<bool>(out var emulated) && emulated;

    private static JsonObject? Redis(Model.LunchBadger.Gateway gateway) => gateway.System?["db"]?["redis"] as JsonObject;

    private static JsonObject Defaults() => new()
    {
        ["crypto"] = new JsonObject { ["cipherKey"] = "sensitiveKey", ["algorithm"] = "aes256", ["saltRounds"] = 10 },
        ["session"] = new JsonObject { ["secret"] = "keyboard cat", ["resave"] = false, ["saveUninitialized"] = false },
        ["accessTokens"] = new JsonObject { ["timeToExpiry"] = 7200000 },
        ["refreshTokens"] = new JsonObject { ["timeToExpiry"] = 7200000 },
        ["authorizationCodes"] = new JsonObject { ["timeToExpiry"] = 7200000 },
    };

    private static void Merge(JsonObject target, JsonObject source)
    {
        foreach (var (name, value) in OrderedCopy.Members(source))
        {
            if (value is JsonObject nested && target[name] is JsonObject existing) Merge(existing, nested);
            else if (value is not null) target[name] = OrderedCopy.Of(value);
        }
    }
}
