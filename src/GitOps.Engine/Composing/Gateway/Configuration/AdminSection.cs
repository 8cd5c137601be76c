using System.Text.Json.Nodes;
using GitOps.Model.LunchBadger;

namespace GitOps.Engine.Composing.Gateway.Configuration;

/// <summary>Makes the gateway's own admin API reachable from outside, as the predecessor did, without authentication.</summary>
internal static class AdminSection
{
    private const string Name = "admin";

    public static void AddTo(
        Model.LunchBadger.Gateway gateway,
        ComposingContext context,
        List<string> policies,
        JsonObject pipelines,
        JsonObject apiEndpoints,
        JsonObject serviceEndpoints)
    {
        // A gateway does not start with a policy in a pipeline that is not in its list.
        foreach (var policy in (ReadOnlySpan<string>)[PolicyNames.Cors, PolicyNames.Proxy])
            if (!policies.Contains(policy)) policies.Add(policy);
        pipelines[Name] = new JsonObject
        {
            ["apiEndpoints"] = new JsonArray(Name),
            ["policies"] = new JsonArray(
                GatewayConfiguration.Policy(PolicyNames.Cors, new JsonObject { ["credentials"] = true, ["origin"] = context.Settings.AdminCrossOrigin }),
                GatewayConfiguration.Policy(PolicyNames.Proxy, new JsonObject { ["changeOrigin"] = true, ["serviceEndpoint"] = Name })),
        };
        apiEndpoints[Name] = new JsonObject { ["host"] = GatewayRoutes.AdminHost(gateway, context) };
        serviceEndpoints[Name] = new JsonObject { ["url"] = $"http://{GatewayPods.Loopback}:{GatewayPods.AdminPort}" };
    }
}
