using Microsoft.Extensions.Hosting;

namespace GitOps.Hosting.Metrics;

/// <summary>Makes the exporter listen from the start, so that what is counted before the first scrape is not lost.</summary>
internal sealed class PrometheusExporterStart(PrometheusExporter exporter) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        exporter.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
