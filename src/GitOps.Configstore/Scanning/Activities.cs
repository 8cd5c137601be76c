using System.Diagnostics.Metrics;

namespace GitOps.Configstore.Scanning;

/// <summary>All that the configstore does against Gitea by itself.</summary>
public sealed class Activities
{
    public Activities(TimeProvider time, IMeterFactory meters)
    {
        IncrementalScan = new Activity("incremental scan", time);
        FullScan = new Activity("full scan", time);
        HookRegistration = new Activity("webhook registration", time);
        var meter = meters.Create(ConfigstoreMetrics.Meter);
        Scans = meter.CreateHistogram<double>("gitops.scan.duration", "s", "Scans of Gitea by kind and result");
        meter.CreateObservableGauge("gitops.activity.failing", Observe, description: "1 while an activity against Gitea fails");
    }

    public Activity IncrementalScan { get; }

    public Activity FullScan { get; }

    public Activity HookRegistration { get; }

    internal Histogram<double> Scans { get; }

    private Measurement<int>[] Observe() =>
        [.. new[] { IncrementalScan, FullScan, HookRegistration }.Select(activity =>
            new Measurement<int>(activity.IsFailing ? 1 : 0, new KeyValuePair<string, object?>("activity", activity.Name)))];
}
