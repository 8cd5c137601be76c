using System.Text;
using System.Text.Json.Nodes;

namespace GitOps.Testing.Gateways;

/// <summary>
/// Starts Express Gateway as a gateway's pod would: files of the config map, copied as the init container copies them, and the variables of the
/// container, those from the Secret too. Only where Redis is found is changed.
/// </summary>
public static class GatewayPod
{
    private const string Target = "/usr/src/app/lib/config/";

    /// <param name="deployment">The gateway's.</param>
    /// <param name="configMap">What it mounts.</param>
    /// <param name="secret">What its variables refer to; null when they do not.</param>
    /// <param name="redis">The Redis that it finds.</param>
    /// <param name="more">Further variables.</param>
    /// <param name="keepsAdminAddress">Whether the admin API listens where the configuration says.</param>
    public static async Task<ExpressGateway> StartAsync(
        JsonNode deployment, JsonNode configMap, JsonNode? secret, RedisServer redis, IEnumerable<KeyValuePair<string, string?>>? more = null, bool keepsAdminAddress = false)
    {
        var variables = Variables(deployment, secret);
        variables.Remove("EG_CONFIG_DIR");
        variables["REDIS_HOST"] = "127.0.0.1";
        variables["REDIS_PORT"] = $"{redis.Port}";
        foreach (var (name, value) in more ?? []) variables[name] = value;
        return await ExpressGateway.StartAsync(Files(deployment, configMap), variables, keepsAdminAddress);
    }

    /// <summary>The variables of the gateway's container.</summary>
    public static Dictionary<string, string?> Variables(JsonNode deployment, JsonNode? secret) => Pod(deployment)["containers"]![0]!["env"]!.AsArray().ToDictionary(
        variable => variable!["name"]!.GetValue<string>(),
        variable => (string?)variable!["value"] ?? Value(secret!, variable["valueFrom"]!["secretKeyRef"]!));

    private static Dictionary<string, string> Files(JsonNode deployment, JsonNode configMap)
    {
        var copies = Pod(deployment)["initContainers"]![0]!["command"]!.AsArray()[^1]!.GetValue<string>().Split(" && ");
        return copies.Select(copy => copy.Split(' ')).ToDictionary(copy => copy[2][Target.Length..], copy => configMap["data"]![Path.GetFileName(copy[1])]!.GetValue<string>());
    }

    private static JsonNode Pod(JsonNode deployment) => deployment["spec"]!["template"]!["spec"]!;

    private static string? Value(JsonNode secret, JsonNode reference) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(secret["data"]![reference["key"]!.GetValue<string>()]!.GetValue<string>()));
}
