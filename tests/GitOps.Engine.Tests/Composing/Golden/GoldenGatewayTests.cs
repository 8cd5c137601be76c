using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GitOps.Engine.Composing;
using GitOps.Testing;
using GitOps.Testing.Gateways;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace GitOps.Engine.Tests.Composing.Golden;

/// <summary>A real Express Gateway takes every configuration that is composed, and serves what it says.</summary>
public sealed class GoldenGatewayTests
{
    private RedisServer _redis = null!;

    private static IReadOnlyList<FixtureCase> CasesWithGateway =>
        [.. Fixtures.Cases("golden").Where(files => Configurations(files, project => project).Count > 0)];

    [OneTimeSetUp]
    public async Task StartRedis() => _redis = await RedisServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopRedis()
    {
        if (_redis is not null) await _redis.DisposeAsync();
    }

    [TestCaseSource(nameof(CasesWithGateway))]
    public async Task Compose_GoldenCase_ExpressGatewayReadsEveryPipeline(FixtureCase files)
    {
        foreach (var configuration in Configurations(files, project => project))
        {
            await using var gateway = await StartAsync(configuration);
            using var admin = new HttpClient { BaseAddress = gateway.AdminUrl };

            var pipelines = await admin.GetFromJsonAsync<JsonObject>("pipelines");

            var composed = GoldenObject.ParseYaml(configuration["gateway.config.yml"])!["pipelines"]!.AsObject();
            Assert.That(pipelines!.Select(pipeline => pipeline.Key), Is.EquivalentTo(composed.Select(pipeline => pipeline.Key)));
        }
    }

    [Test]
    public async Task Compose_GatewayWithServiceEndpoint_ExpressGatewayProxiesToIt()
    {
        await using var service = await StartServiceAsync();
        var configuration = Configurations(
            Case("03-one-gateway"), project => project.Replace("http://httpbin.org", service.Urls.First(), StringComparison.Ordinal)).Single();
        await using var gateway = await StartAsync(configuration);
        using var client = new HttpClient { BaseAddress = gateway.Url };
        client.DefaultRequestHeaders.Host = "gateway-acme-dev.staging.lunchbadger.io";

        Assert.That(await client.GetStringAsync("httpbin/get"), Is.EqualTo("served httpbin/get"));
    }

    private static FixtureCase Case(string name) => new(Path.Combine(Fixtures.Folder("golden"), name));

    private static IReadOnlyList<Dictionary<string, string>> Configurations(FixtureCase files, Func<string, string> edit)
    {
        var golden = new GoldenCase(files);
        var project = golden.Input is { } input ? JsonNode.Parse(edit(input.ToJsonString()))!.AsObject() : null;
        return
        [
            .. new LunchBadgerComposer(GoldenCase.Settings).Compose(golden.Snapshot(project)).Manifests
                .Where(manifest => manifest.Key.Kind == "ConfigMap")
                .Select(manifest => manifest.Body["data"]!.AsObject().ToDictionary(
                    file => file.Key.EndsWith(".json", StringComparison.Ordinal) ? $"models/{file.Key}" : file.Key,
                    file => file.Value!.GetValue<string>())),
        ];
    }

    private static async Task<WebApplication> StartServiceAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var service = builder.Build();
        service.MapGet("/{**path}", (string path) => $"served {path}");
        await service.StartAsync();
        return service;
    }

    private Task<ExpressGateway> StartAsync(Dictionary<string, string> configuration) => ExpressGateway.StartAsync(
        configuration,
        new Dictionary<string, string?>
        {
            ["REDIS_HOST"] = "127.0.0.1",
            ["REDIS_PORT"] = $"{_redis.Port}",
            ["REDIS_PASSWORD"] = _redis.Password,
            ["EG_NAMESPACE"] = "EG-acme-dev-",
        });
}
