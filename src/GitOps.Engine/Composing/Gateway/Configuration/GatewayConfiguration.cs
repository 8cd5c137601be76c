using System.Text.Json.Nodes;
using GitOps.Model.Documents;
using GitOps.Model.LunchBadger;

namespace GitOps.Engine.Composing.Gateway.Configuration;

/// <summary>Writes <c>gateway.config.yml</c>: what the canvas shows of a gateway, in the words of Express Gateway.</summary>
internal static class GatewayConfiguration
{
    public static string Write(Model.LunchBadger.Gateway gateway, ComposingContext context)
    {
        var pipelines = new JsonObject();
        foreach (var pipeline in gateway.Pipelines) pipelines[pipeline.Id] = PipelineSection.Of(pipeline, context);
        var apiEndpoints = ApiEndpointSection.Of(gateway, context);
        return Write(gateway, context, pipelines, apiEndpoints, ServiceEndpointSection.Of(gateway, context));
    }

    /// <summary>Writes these sections with what every gateway has beside them.</summary>
    public static string Write(
        Model.LunchBadger.Gateway gateway, ComposingContext context, JsonObject pipelines, JsonObject apiEndpoints, JsonObject serviceEndpoints)
    {
        var policies = gateway.Policies.Select(PolicyNames.ToExpressGateway).Distinct(StringComparer.Ordinal).ToList();
        if (context.Settings.GatewayAdmin == GatewayAdminAccess.Open)
            AdminSection.AddTo(gateway, context, policies, pipelines, apiEndpoints, serviceEndpoints);

        return YamlWriter.Write(new JsonObject
        {
            ["policies"] = new JsonArray([.. policies.Select(policy => JsonValue.Create(policy))]),
            ["pipelines"] = pipelines,
            ["apiEndpoints"] = apiEndpoints,
            ["serviceEndpoints"] = serviceEndpoints,
            ["http"] = new JsonObject { ["host"] = "*", ["port"] = GatewayPods.Port },
            // Whoever reaches the admin API administrates the gateway, and not every cluster enforces network policies.
            ["admin"] = new JsonObject { ["host"] = context.GatewaysAreScraped ? "0.0.0.0" : GatewayPods.Loopback, ["port"] = GatewayPods.AdminPort },
        });
    }

    public static JsonObject Policy(string name, JsonObject action) => new() { [name] = Steps(action) };

    public static JsonArray Steps(JsonObject action) => new(new JsonObject { ["action"] = action });
}
