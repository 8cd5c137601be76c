using System.Diagnostics.Metrics;

namespace GitOps.Configstore.Snapshots;

/// <summary>What snapshots cost and save.</summary>
public sealed class SnapshotMetrics
{
    private readonly Counter<long> _blobs;
    private readonly Counter<long> _snapshots;

    public SnapshotMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(ConfigstoreMetrics.Meter);
        _blobs = meter.CreateCounter<long>("gitops.blob.reads", description: "Reads of the blob cache on disk by result");
        _snapshots = meter.CreateCounter<long>("gitops.snapshot.reads", description: "Reads of snapshots by where they came from");
    }

    internal void Blob(string result) => _blobs.Add(1, new KeyValuePair<string, object?>("result", result));

    internal void Snapshot(string source) => _snapshots.Add(1, new KeyValuePair<string, object?>("source", source));
}
