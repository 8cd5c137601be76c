using System.Diagnostics.Metrics;

namespace GitOps.Configstore.Webhooks;

/// <summary>Webhooks by what became of them.</summary>
public sealed class WebhookMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _received = meters.Create(ConfigstoreMetrics.Meter)
        .CreateCounter<long>("gitops.webhooks", description: "Webhooks received, by result");

    internal void Received(string result) => _received.Add(1, new KeyValuePair<string, object?>("result", result));
}
