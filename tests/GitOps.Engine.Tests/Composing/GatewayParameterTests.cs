using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GitOps.Testing;
using GitOps.Testing.Gateways;

namespace GitOps.Engine.Tests.Composing;

/// <summary>What validation says of parameters is what a real Express Gateway does with them.</summary>
public sealed class GatewayParameterTests
{
    private const string SystemConfiguration =
        """
        db: { redis: { host: '127.0.0.1', port: '${REDIS_PORT}', password: '${REDIS_PASSWORD}', namespace: 'EG' } }
        crypto: { cipherKey: key, algorithm: aes256, saltRounds: 10 }
        session: { secret: secret, resave: false, saveUninitialized: false }
        accessTokens: { timeToExpiry: 7200000 }
        refreshTokens: { timeToExpiry: 7200000 }
        authorizationCodes: { timeToExpiry: 7200000 }
        """;

    private RedisServer _redis = null!;

    private static IReadOnlyList<GatewaySample> Refused => GatewaySample.Refused;

    [OneTimeSetUp]
    public async Task StartRedis() => _redis = await RedisServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopRedis()
    {
        if (_redis is not null) await _redis.DisposeAsync();
    }

    [Test]
    public async Task Start_EverySampleThatIsAcceptedOrNotForTenants_GatewayServesTheirPipelines()
    {
        GatewaySample[] samples = [.. GatewaySample.Accepted, .. GatewaySample.Closed];
        await using var gateway = await StartAsync(samples);
        using var admin = new HttpClient { BaseAddress = gateway.AdminUrl };

        var pipelines = await admin.GetFromJsonAsync<JsonObject>("pipelines");

        Assert.That(pipelines!.Count, Is.EqualTo(samples.Length));
    }

    [TestCaseSource(nameof(Refused))]
    public void Start_SampleThatIsRefused_GatewayDoesNotStart(GatewaySample sample)
    {
        var error = Assert.ThrowsAsync<ChildProcessException>(async () => await (await StartAsync([sample])).DisposeAsync());

        Assert.That(error!.Message, Does.Contain("before it was ready"), "It ended by itself, rather than being given up.");
    }

    private static string Configuration(IReadOnlyList<GatewaySample> samples)
    {
        var pipelines = new JsonObject();
        var endpoints = new JsonObject();
        for (var i = 0; i < samples.Count; i++)
        {
            var policies = samples[i].Policy is { } policy ? new JsonArray(new JsonObject { [policy] = samples[i].Steps?.DeepClone() }) : [];
            pipelines[$"pipeline{i}"] = new JsonObject { ["apiEndpoints"] = new JsonArray($"endpoint{i}"), ["policies"] = policies };
            endpoints[$"endpoint{i}"] = samples[i].Endpoint?.DeepClone() ?? new JsonObject { ["paths"] = $"/sample{i}" };
        }
        var names = samples.Select(sample => sample.Policy).OfType<string>().Distinct().Select(name => JsonValue.Create(name));
        return $$"""
            http:
              port: 8080
            admin:
              port: 9876
              host: 127.0.0.1
            policies: {{new JsonArray([.. names]).ToJsonString()}}
            pipelines: {{pipelines.ToJsonString()}}
            apiEndpoints: {{endpoints.ToJsonString()}}
            serviceEndpoints: { "service": { "url": "http://127.0.0.1:1" } }
            """;
    }

    private Task<ExpressGateway> StartAsync(IReadOnlyList<GatewaySample> samples) => ExpressGateway.StartAsync(
        new Dictionary<string, string> { ["gateway.config.yml"] = Configuration(samples), ["system.config.yml"] = SystemConfiguration },
        new Dictionary<string, string?> { ["REDIS_PORT"] = $"{_redis.Port}", ["REDIS_PASSWORD"] = _redis.Password });
}
