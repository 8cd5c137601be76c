using System.Text.Json.Nodes;
using GitOps.Engine.Composing;
using GitOps.Model.Names;
using GitOps.Testing.Gateways;

namespace GitOps.Engine.Tests.Composing.Redis;

/// <summary>Starts the gateway of a composition as its pod would, with the user in Redis that it needs.</summary>
internal static class ComposedGateway
{
    /// <summary>A project with one gateway, <c>Shop</c>, whose only pipeline serves every path of <c>shop.example.org</c> with one policy.</summary>
    public static JsonObject ProjectOf(string policy, JsonNode? steps) => ProjectOf([policy], new JsonArray(new JsonObject { [policy] = steps }));

    public static JsonObject ProjectOf(string[] policies, JsonArray pipeline) => new()
    {
        ["gateways"] = new JsonArray(new JsonObject
        {
            ["id"] = "g",
            ["name"] = "Shop",
            ["policies"] = new JsonArray([.. policies.Select(policy => JsonValue.Create(policy))]),
            ["pipelines"] = new JsonArray(new JsonObject { ["id"] = "p", ["policies"] = pipeline }),
        }),
        ["serviceEndpoints"] = new JsonArray(),
        ["apiEndpoints"] = new JsonArray(new JsonObject { ["id"] = "e", ["host"] = "shop.example.org", ["paths"] = new JsonArray("/*") }),
        ["connections"] = new JsonArray(new JsonObject { ["fromId"] = "p", ["toId"] = "e" }),
    };

    public static Composition Compose(LunchBadgerComposer composer, string key, JsonObject project)
    {
        var environment = EnvironmentKey.Parse(key);
        var composition = composer.Compose(TestSnapshots.Of(environment, TestSnapshots.ProjectFile($"{environment.Producer}-{environment.Environment}", project)));
        Assert.That(composition.Problems, Is.Empty);
        return composition;
    }

    /// <param name="composition">Of an environment with one gateway.</param>
    /// <param name="redis">Where its user is made.</param>
    /// <param name="more">Further variables.</param>
    /// <param name="keepsAdminAddress">Whether the admin API listens where the configuration says.</param>
    public static async Task<ExpressGateway> StartAsync(Composition composition, RedisServer redis, IEnumerable<KeyValuePair<string, string?>>? more = null, bool keepsAdminAddress = false)
    {
        if (composition.RedisUser is { } user)
        {
            await using var admin = await redis.ConnectAsync();
            await admin.SendAsync(["ACL", "SETUSER", user.Name, .. user.Rules()]);
        }
        return await GatewayPod.StartAsync(Of(composition, "Deployment")!, Of(composition, "ConfigMap")!, Of(composition, "Secret"), redis, more, keepsAdminAddress);
    }

    private static JsonObject? Of(Composition composition, string kind) =>
        composition.Manifests.SingleOrDefault(manifest => manifest.Key.Kind == kind && manifest.Body["metadata"]!["labels"]!["app"]!.GetValue<string>() == "gateway")?.Body;
}
