using System.Diagnostics.Metrics;

namespace GitOps.Configstore.Producers;

/// <summary>Sizes of the registry.</summary>
public sealed class RegistryMetrics
{
    public RegistryMetrics(IMeterFactory meters, ProducerRegistry registry)
    {
        var meter = meters.Create(ConfigstoreMetrics.Meter);
        meter.CreateObservableGauge("gitops.producers", () => registry.Current.Producers.Count, description: "Producers known");
        meter.CreateObservableGauge("gitops.environments", () => registry.Current.Heads.Length, description: "Environments known");
        meter.CreateObservableGauge(
            "gitops.listing.complete.timestamp",
            () => registry.Current.CompleteAsOf?.ToUnixTimeSeconds() ?? 0,
            "s",
            "When Gitea was last listed completely; 0 when never");
    }
}
