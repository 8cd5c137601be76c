using System.Net;
using System.Text.Json.Nodes;
using GitOps.Engine.Composing;
using GitOps.Testing.Gateways;

namespace GitOps.Engine.Tests.Composing.Redis;

/// <summary>Real gateways of several environments on one real Redis, with the configuration and the variables that are composed for their pods.</summary>
public sealed class SharedRedisTests
{
    private readonly LunchBadgerComposer _composer = new(new CompositionSettings { RedisUserKey = TestSnapshots.RedisUserKey, CustomerDomain = "example.com" });

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

    private Task<ExpressGateway> StartAsync(string key, string policy, JsonObject? action)
    {
        var steps = action is null ? new JsonArray() : new JsonArray(new JsonObject { ["action"] = action.DeepClone() });
        return ComposedGateway.StartAsync(ComposedGateway.Compose(_composer, key, ComposedGateway.ProjectOf(policy, steps)), _redis);
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
