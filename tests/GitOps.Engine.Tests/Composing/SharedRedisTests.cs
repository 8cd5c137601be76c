using System.Net;
using System.Text.Json.Nodes;
using GitOps.Engine.Composing;
using GitOps.Model.Names;
using GitOps.Testing.Gateways;

namespace GitOps.Engine.Tests.Composing;

/// <summary>Real gateways of several environments on one real Redis, with the configuration and the variables that are composed for their pods.</summary>
public sealed class SharedRedisTests
{
    private readonly LunchBadgerComposer _composer = new(new CompositionSettings { CustomerDomain = "example.com" });

    private RedisServer _redis = null!;

    [OneTimeSetUp]
    public async Task StartRedis() => _redis = await RedisServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopRedis()
    {
        if (_redis is not null) await _redis.DisposeAsync();
    }

    [TestCase("{}")]
    [TestCase("""{"rateLimitBy":"everybody"}""")]
    public async Task RateLimit_OfOneEnvironment_IsNotUsedUpByRequestsToAnother(string by)
    {
        var action = JsonNode.Parse(by)!.AsObject();
        action["max"] = 1;
        action["windowMs"] = 600_000;
        await using var one = await StartAsync("a/main/dev", "rate-limiter", action);
        await using var other = await StartAsync("a-dev/main/dev", "rate-limiter", action);
        await using var project = await StartAsync("a/dev/dev", "rate-limiter", action);

        foreach (var gateway in new[] { one, other, project })
        {
            Assert.That(await StatusAsync(gateway), Is.EqualTo(HttpStatusCode.NotFound), "there is nothing behind the policy");
            Assert.That(await StatusAsync(gateway), Is.EqualTo(HttpStatusCode.TooManyRequests));
        }
    }

    [Test]
    public async Task Consumers_OfOneEnvironment_AreUnknownToAnother()
    {
        await using var one = await StartAsync("a/main/dev", "key-auth", null);
        await using var other = await StartAsync("a/main/dev-user", "key-auth", null);
        using var admin = new HttpClient { BaseAddress = one.AdminUrl };
        await PostAsync(admin, "users", """{"username":"ann","firstname":"Ann","lastname":"A"}""");
        var key = await PostAsync(admin, "credentials", """{"consumerId":"ann","type":"key-auth","credential":{}}""");
        var header = $"apiKey {key["keyId"]}:{key["keySecret"]}";

        Assert.That(await StatusAsync(one, header), Is.EqualTo(HttpStatusCode.NotFound), "let through to where nothing is");
        Assert.That(await StatusAsync(other, header), Is.EqualTo(HttpStatusCode.Unauthorized));
        using var otherAdmin = new HttpClient { BaseAddress = other.AdminUrl };
        Assert.That(await otherAdmin.GetStringAsync("users"), Does.Not.Contain("ann"));
    }

    private async Task<ExpressGateway> StartAsync(string key, string policy, JsonObject? action)
    {
        var environment = EnvironmentKey.Parse(key);
        var project = new JsonObject
        {
            ["gateways"] = new JsonArray(new JsonObject
            {
                ["id"] = "g",
                ["name"] = "Shop",
                ["policies"] = new JsonArray(policy),
                ["pipelines"] = new JsonArray(new JsonObject
                {
                    ["id"] = "p",
                    ["policies"] = new JsonArray(new JsonObject { [policy] = action is null ? new JsonArray() : new JsonArray(new JsonObject { ["action"] = action.DeepClone() }) }),
                }),
            }),
            ["serviceEndpoints"] = new JsonArray(),
            ["apiEndpoints"] = new JsonArray(new JsonObject { ["id"] = "e", ["host"] = "shop.example.org", ["paths"] = new JsonArray("/*") }),
            ["connections"] = new JsonArray(new JsonObject { ["fromId"] = "p", ["toId"] = "e" }),
        };
        var composition = _composer.Compose(TestSnapshots.Of(environment, TestSnapshots.ProjectFile($"{environment.Producer}-{environment.Environment}", project)));
        Assert.That(composition.Problems, Is.Empty);
        var files = composition.Manifests.Single(manifest => manifest.Key.Kind == "ConfigMap").Body["data"]!.AsObject()
            .ToDictionary(file => file.Key.EndsWith(".json", StringComparison.Ordinal) ? $"models/{file.Key}" : file.Key, file => file.Value!.GetValue<string>());
        var variables = composition.Manifests.Single(manifest => manifest.Key.Kind == "Deployment" && manifest.Key.Name.StartsWith("gateway-", StringComparison.Ordinal))
            .Body["spec"]!["template"]!["spec"]!["containers"]![0]!["env"]!.AsArray()
            .ToDictionary(variable => variable!["name"]!.GetValue<string>(), variable => variable!["value"]?.GetValue<string>());
        return await ExpressGateway.StartAsync(files, new Dictionary<string, string?>
        {
            ["REDIS_HOST"] = "127.0.0.1",
            ["REDIS_PORT"] = $"{_redis.Port}",
            ["REDIS_PASSWORD"] = _redis.Password,
            ["EG_NAMESPACE"] = variables["EG_NAMESPACE"],
        });
    }

    private static async Task<HttpStatusCode> StatusAsync(ExpressGateway gateway, string? authorization = null)
    {
        using var client = new HttpClient { BaseAddress = gateway.Url };
        client.DefaultRequestHeaders.Host = "shop.example.org";
        if (authorization is not null) client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await client.GetAsync(new Uri("x", UriKind.Relative));
        return answer.StatusCode;
    }

    private static async Task<JsonNode> PostAsync(HttpClient admin, string path, string body)
    {
        using var answer = await admin.PostAsync(new Uri(path, UriKind.Relative), new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.IsSuccessStatusCode, Is.True, text);
        return JsonNode.Parse(text)!;
    }
}
