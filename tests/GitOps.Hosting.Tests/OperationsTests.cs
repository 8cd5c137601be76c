using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GitOps.Hosting.Tests;

public sealed class OperationsTests
{
    private WebApplication _app = null!;
    private HttpClient _client = null!;
    private HealthCheckResult _gitea = HealthCheckResult.Healthy();

    [SetUp]
    public async Task Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddGitOpsDefaults();
        builder.Services.AddHealthChecks().AddCheck("gitea", () => _gitea, [ProcessDefaults.ReadyTag]);
        _app = builder.Build();
        _app.UseGitOpsDefaults();
        _app.MapOperations();
        _app.MapGet("/broken", string () => throw new InvalidOperationException("internal detail"));
        await _app.StartAsync();
        _client = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
    }

    [TearDown]
    public async Task Stop()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task Ready_UnhealthyCheck_Is503WithTheReason()
    {
        _gitea = HealthCheckResult.Unhealthy("Gitea does not answer since 10:00");

        using var answer = await _client.GetAsync("/ready");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("Gitea does not answer since 10:00"));
    }

    [Test]
    public async Task Health_UnhealthyDependency_StaysLive()
    {
        _gitea = HealthCheckResult.Unhealthy("down");

        using var answer = await _client.GetAsync("/health");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Metrics_AfterRequests_ShowsTheirDuration()
    {
        await _client.GetStringAsync("/health");

        Assert.That(await _client.GetStringAsync("/metrics"), Does.Contain("http_server_request_duration_seconds_count{"));
    }

    [Test]
    public async Task Request_UnhandledException_IsProblemWithoutDetails()
    {
        using var answer = await _client.GetAsync("/broken");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Not.Contain("internal detail"));
    }
}
