using System.Text.Json.Nodes;

namespace GitOps.Engine.Tests.Composing.Golden;

/// <summary>Differences of the gateways' configuration.</summary>
internal static class ConfigurationDifferences
{
    public static IReadOnlyList<GoldenDifference> All { get; } =
    [
        OfGateway("Members that only the canvas reads are left out: id and name of the gateway.", (config, _) =>
        {
            config.Remove("id");
            config.Remove("name");
        }),
        OfGateway("Members that only the canvas reads are left out: ids of condition and action pairs.", (config, _) =>
        {
            foreach (var pair in Pairs(config)) pair.Remove("id");
        }),
        OfGateway("Policies in pipelines have the names that the gateway knows; the predecessor's would not have started.", (config, _) =>
        {
            foreach (var policies in Policies(config))
            {
                foreach (var policy in policies.OfType<JsonObject>())
                {
                    Rename(policy, "rate-limiter", "rate-limit");
                    Rename(policy, "simple-logger", "log");
                }
            }
        }),
        OfGateway("Each policy is an item of its own: the gateway runs only the first of an item.", (config, _) =>
        {
            foreach (var policies in Policies(config))
            {
                foreach (var policy in policies.OfType<JsonObject>().Where(policy => policy.Count > 1).ToList())
                {
                    var index = policies.IndexOf(policy);
                    policies.RemoveAt(index);
                    foreach (var (name, steps) in policy.Reverse()) policies.Insert(index, new JsonObject { [name] = steps?.DeepClone() });
                }
            }
        }),
        OfGateway("A condition that is null is left out, as an empty one is: the gateway refuses it.", (config, _) =>
        {
            foreach (var pair in Pairs(config).Where(pair => pair.ContainsKey("condition") && pair["condition"] is null)) pair.Remove("condition");
        }),
        OfGateway("API endpoints that no connection leads to are not named by a pipeline either.", (config, project) =>
        {
            var connections = project["connections"]!.AsArray();
            foreach (var (id, pipeline) in config["pipelines"]!.AsObject())
            {
                if (id is not ("admin" or "api") && !connections.Any(connection => connection!["fromId"]!.GetValue<string>() == id)) pipeline!.AsObject().Remove("apiEndpoints");
            }
        }),
        OfGateway("Two paths hold all of a model's: a star matches slashes too. Which paths they are comes from git, not from a running pod.", (config, _) =>
        {
            if (config["apiEndpoints"]!["api"] is JsonObject { } api) api["paths"] = new JsonArray("/Cars", "/Cars/*");
        }),
        OfGateway("A model without plural and path is proxied to where LoopBack serves it; there is nothing at its bare name.", (config, _) =>
        {
            foreach (var (_, endpoint) in config["serviceEndpoints"]!.AsObject())
            {
                if (endpoint!["url"]?.GetValue<string>() is { } url && url.EndsWith("/api/Driver", StringComparison.Ordinal)) endpoint["url"] = url + "s";
            }
        }),
        OfGateway("A policy is listed once.", (config, _) =>
            config["policies"] = new JsonArray([.. config["policies"]!.AsArray().Select(policy => policy!.GetValue<string>()).Distinct().Select(policy => JsonValue.Create(policy))])),
        OfGateway("Policies of the admin pipeline are listed: without, the gateway does not start.", (config, _) =>
        {
            var policies = config["policies"]!.AsArray();
            foreach (var policy in (string[])["cors", "proxy"])
                if (!policies.Any(listed => listed!.GetValue<string>() == policy)) policies.Add(policy);
        }),
        OfGateway("Methods and scopes of API endpoints are kept.", (config, project) =>
        {
            foreach (var endpoint in project["apiEndpoints"]!.AsArray())
            {
                if (config["apiEndpoints"]![endpoint!["id"]!.GetValue<string>()] is not JsonObject written) continue;
                foreach (var member in (string[])["methods", "scopes"])
                    if (endpoint[member] is { } value) written[member] = value.DeepClone();
            }
        }),
        OfGateway("Absent values are left out instead of written with an undefined tag.", (config, _) =>
        {
            foreach (var (_, endpoint) in config["apiEndpoints"]!.AsObject())
            {
                if (endpoint!["paths"] is JsonValue paths && paths.GetValue<string>().Length == 0) endpoint.AsObject().Remove("paths");
            }
        }),
        new("A gateway signs in at the shared Redis as its environment's user, which may not ask for INFO, with a plugin that does without what tells of others.", (expected, composed, _) =>
        {
            if (expected["data"]?["system.config.yml"] is not JsonObject system) return;
            var redis = system["db"]!["redis"]!.AsObject();
            redis["username"] = "${REDIS_USERNAME}";
            redis["enableReadyCheck"] = false;
            system["plugins"] = new JsonObject { ["gitops-redis"] = new JsonObject { ["package"] = "/usr/src/app/lib/config/redis-plugin.js" } };
            expected["data"]!["redis-plugin.js"] = composed["data"]!["redis-plugin.js"]!.DeepClone();
        }),
        OfGateway("The admin API's address is called 'host': 'hostname' is deprecated.", (config, _) => Rename(config["admin"]!.AsObject(), "hostname", "host")),
        OfGateway("The admin API listens inside of its pod only, where the way in from outside finds it: any pod of the cluster could call it.", (config, _) =>
        {
            config["admin"]!["host"] = "127.0.0.1";
            if (config["serviceEndpoints"]!["admin"] is JsonObject admin) admin["url"] = "http://127.0.0.1:9876";
        }),
    ];

    private static GoldenDifference OfGateway(string reason, Action<JsonObject, JsonObject> apply) => new(reason, (expected, _, project) =>
    {
        if (expected["data"]?["gateway.config.yml"] is JsonObject config) apply(config, project!);
    });

    private static IEnumerable<JsonArray> Policies(JsonObject config) =>
        config["pipelines"]!.AsObject().Select(pipeline => pipeline.Value!["policies"]!.AsArray());

    private static IEnumerable<JsonObject> Pairs(JsonObject config) =>
        Policies(config).SelectMany(policies => policies).SelectMany(policy => policy!.AsObject()).SelectMany(policy => policy.Value as JsonArray ?? []).OfType<JsonObject>();

    private static void Rename(JsonObject parent, string from, string to)
    {
        if (!parent.Remove(from, out var value)) return;
        parent[to] = value;
    }
}
