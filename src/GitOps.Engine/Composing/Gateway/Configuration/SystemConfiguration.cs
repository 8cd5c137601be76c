using System.Text.Json.Nodes;
using GitOps.Model.Documents;

namespace GitOps.Engine.Composing.Gateway.Configuration;

/// <summary>Writes <c>system.config.yml</c>: defaults, with the project's own settings merged over them member by member.</summary>
internal static class SystemConfiguration
{
    // The only references to variables that the gateway may resolve: what a project writes is escaped (YamlWriter).
    private const string SharedRedis =
        """
        db:
          redis:
            host: '${REDIS_HOST}'
            port: '${REDIS_PORT}'
            password: '${REDIS_PASSWORD}'
            namespace: '${EG_NAMESPACE}'

        """;

    private const string Emulated = "    emulate: true\n";

    public static string Write(Model.LunchBadger.Gateway gateway)
    {
        var overrides = gateway.System;
        var redis = overrides?["db"]?["redis"] as JsonObject;
        var merged = Defaults();
        if (overrides is not null) Merge(merged, overrides);
        // A Redis of its own takes nothing from the shared one.
        if (redis?["host"] is not null) return YamlWriter.Write(merged);

        merged.Remove("db");
        var emulate = redis?["emulate"] is JsonValue flag && flag.TryGetValue<bool>(out var emulated) && emulated;
        return SharedRedis + (emulate ? Emulated : "") + YamlWriter.Write(merged);
    }

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
