using System.Text.Json.Nodes;
using GitOps.Engine.Composing.Workspace;
using GitOps.Model.LoopBack;
using GitOps.Model.LunchBadger;

namespace GitOps.Engine.Composing.Gateway.Configuration;

/// <summary>Writes <c>gateway.config.yml</c> of the gateway that is made for all public models.</summary>
internal static class AutoGatewayConfiguration
{
    private const string Api = "api";
    private const string KeyAuth = "key-auth";
    private const string RateLimit = "rate-limit";

    public static IReadOnlyList<string> Policies { get; } = [PolicyNames.Cors, PolicyNames.Proxy, KeyAuth, "jwt", RateLimit];

    public static string Write(Model.LunchBadger.Gateway gateway, IReadOnlyList<PublicModel> models, ComposingContext context)
    {
        var steps = new JsonArray(GatewayConfiguration.Policy(KeyAuth, new JsonObject
        {
            ["apiKeyHeader"] = "Authorization",
            ["apiKeyHeaderScheme"] = "",
            ["disableHeadersScheme"] = true,
        }));
        if (models.Any(model => model.HasBinary)) steps.Add(GatewayConfiguration.Policy(RateLimit, new JsonObject { ["max"] = 10, ["windowMs"] = 120000 }));
        steps.Add(GatewayConfiguration.Policy(PolicyNames.Proxy, new JsonObject { ["changeOrigin"] = true, ["serviceEndpoint"] = Api }));

        var pipelines = new JsonObject { [Api] = new JsonObject { ["apiEndpoints"] = new JsonArray(Api), ["policies"] = steps } };
        var apiEndpoints = new JsonObject
        {
            [Api] = new JsonObject
            {
                ["host"] = GatewayRoutes.Host(gateway, context),
                ["paths"] = Paths(models),
                ["scopes"] = new JsonArray("api:readonly"),
            },
        };
        var workspace = context.Names.Service(context.Names.Object(WorkspaceKind.App));
        var serviceEndpoints = new JsonObject
        {
            [Api] = new JsonObject { ["friendlyName"] = Api, ["url"] = $"http://{workspace}:{WorkspaceKind.ProjectPort}/api" },
        };
        return GatewayConfiguration.Write(gateway, context, pipelines, apiEndpoints, serviceEndpoints);
    }

    /// <summary>
    /// A star also matches slashes, so two paths hold every remote method of a model; the workspace itself answers 404 for
    /// what is none.
    /// </summary>
    private static JsonArray Paths(IReadOnlyList<PublicModel> models) =>
        [.. models.Select(model => model.HttpPath).Distinct(StringComparer.Ordinal).SelectMany(path => (string[])[path, $"{path}/*"]).Select(path => JsonValue.Create(path))];
}
