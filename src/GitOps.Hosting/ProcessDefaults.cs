using GitOps.Hosting.Health;
using GitOps.Hosting.Logging;
using GitOps.Hosting.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace GitOps.Hosting;

/// <summary>What every process of the house has: logging, health, metrics, problem details, a clock.</summary>
public static class ProcessDefaults
{
    /// <summary>Health checks with this tag decide <c>/ready</c>.</summary>
    public const string ReadyTag = "ready";

    /// <summary>What a connection may have sent before anybody asks for it; the framework's megabyte, times the connections, is memory for whoever wants to use it up.</summary>
    private const int MaxUnreadBytes = 16 * 1024;

    /// <summary>The same of a connection over TLS that speaks HTTP/2, where 64 KiB is the least.</summary>
    private const int MaxUnreadHttp2Bytes = 64 * 1024;

    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Adds the defaults. No static state: several hosts in one process do not meet.</summary>
    public static IHostApplicationBuilder AddGitOpsDefaults(this IHostApplicationBuilder builder)
    {
        builder.AddConsoleLogging();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddMetrics();
        builder.Services.AddProblemDetails();
        builder.Services.AddHealthChecks();
        builder.Services.Configure<KestrelServerOptions>(static kestrel =>
        {
            kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
            kestrel.Limits.Http2.InitialConnectionWindowSize = MaxUnreadHttp2Bytes;
            kestrel.Limits.Http2.InitialStreamWindowSize = MaxUnreadHttp2Bytes;
        });
        builder.Services.Configure<SocketTransportOptions>(static sockets => sockets.MaxReadBufferSize = MaxUnreadBytes);
        builder.Services.TryAddSingleton<PrometheusExporter>();
        builder.Services.AddHostedService<PrometheusExporterStart>();
        return builder;
    }

    /// <summary>
    /// Request logs at debug, and RFC 9457 problem details for errors that nobody handled: no stack trace leaves the process, and what
    /// breaks at the client's side leaves none in the log.
    /// </summary>
    public static WebApplication UseGitOpsDefaults(this WebApplication app)
    {
        app.UseMiddleware<RequestLogging>();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMiddleware<BrokenRequests>();
        return app;
    }

    /// <summary>
    /// <c>GET /health</c>: 200 while the process can answer at all. <c>GET /ready</c>: 200 or 503 with the checks tagged
    /// <see cref="ReadyTag"/>. <c>GET /metrics</c>: Prometheus text format.
    /// </summary>
    public static IEndpointRouteBuilder MapOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = HealthReportWriter.WriteAsync }).AllowAnonymous();
        routes.MapHealthChecks("/ready", new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains(ReadyTag),
            ResponseWriter = HealthReportWriter.WriteAsync,
            ResultStatusCodes =
            {
                [HealthStatus.Healthy] = StatusCodes.Status200OK,
                [HealthStatus.Degraded] = StatusCodes.Status200OK,
                [HealthStatus.Unhealthy] = StatusCodes.Status503ServiceUnavailable,
            },
        }).AllowAnonymous();
        routes.MapGet("/metrics", static async (HttpContext context, PrometheusExporter exporter) =>
        {
            context.Response.ContentType = PrometheusExporter.ContentType;
            await context.Response.WriteAsync(exporter.Export(), context.RequestAborted);
        }).ExcludeFromDescription().AllowAnonymous();
        return routes;
    }
}
