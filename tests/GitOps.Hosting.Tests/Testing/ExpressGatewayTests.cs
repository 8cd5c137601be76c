using System.Net;
using GitOps.Testing;
using GitOps.Testing.Gateways;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace GitOps.Hosting.Tests.Testing;

public sealed class ExpressGatewayTests
{
    private RedisServer _redis = null!;
    private WebApplication _service = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _redis = await RedisServer.StartAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _service = builder.Build();
        _service.MapGet("/{**path}", (string path) => $"served {path}");
        await _service.StartAsync();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }
    }

    [Test]
    public async Task StartAsync_PipelineWithProxy_ServesTheServicesAnswer()
    {
        await using var gateway = await StartAsync("proxy");
        using var client = new HttpClient { BaseAddress = gateway.Url, DefaultRequestHeaders = { Host = "api.example.com" } };

        Assert.That(await client.GetStringAsync("things/1"), Is.EqualTo("served things/1"));
    }

    [Test]
    public void StartAsync_PolicyThatIsNone_ShowsTheRefusal()
    {
        var error = Assert.ThrowsAsync<ChildProcessException>(async () => await (await StartAsync("no-such-policy")).DisposeAsync());

        Assert.That(error!.Message, Does.Contain("no-such-policy"));
    }

    private Task<ExpressGateway> StartAsync(string policy) => ExpressGateway.StartAsync(
        new Dictionary<string, string>
        {
            ["gateway.config.yml"] = $$"""
                http:
                  port: 8080
                admin:
                  hostname: 0.0.0.0
                  port: 9876
                policies:
                  - {{policy}}
                apiEndpoints:
                  things:
                    host: api.example.com
                    paths: /things/*
                serviceEndpoints:
                  things:
                    url: {{_service.Urls.First()}}
                pipelines:
                  things:
                    apiEndpoints:
                      - things
                    policies:
                      - {{policy}}:
                          - action:
                              serviceEndpoint: things
                              changeOrigin: true

                """,
            ["system.config.yml"] = """
                db:
                  redis:
                    host: ${REDIS_HOST}
                    port: ${REDIS_PORT}
                    password: ${REDIS_PASSWORD}
                    namespace: EG-test-

                """,
        },
        new Dictionary<string, string?>
        {
            ["REDIS_HOST"] = "127.0.0.1",
            ["REDIS_PORT"] = $"{_redis.Port}",
            ["REDIS_PASSWORD"] = _redis.Password,
        });
}
