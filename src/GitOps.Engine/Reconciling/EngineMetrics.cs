using System.Diagnostics.Metrics;
using GitOps.Engine.Applying;

namespace GitOps.Engine.Reconciling;

/// <summary>What the engine counts. The meter is named <c>GitOps.Engine</c>.</summary>
public sealed class EngineMetrics
{
    public const string MeterName = "GitOps.Engine";

    private readonly Histogram<double> _passes;
    private readonly Counter<long> _writes;
    private readonly Counter<long> _healed;
    private readonly Counter<long> _resyncs;

    /// <param name="meter">A meter of <see cref="MeterName"/>, owned by the caller.</param>
    public EngineMetrics(Meter meter)
    {
        _passes = meter.CreateHistogram<double>("gitops_reconcile_duration", "s", "Time of a pass by how it ended.");
        _writes = meter.CreateCounter<long>("gitops_writes", null, "Objects created, updated and deleted.");
        _healed = meter.CreateCounter<long>("gitops_drift_healed", null, "Objects set right that somebody else had changed or deleted.");
        _resyncs = meter.CreateCounter<long>("gitops_resyncs", null, "Complete listings taken in.");
    }

    public void Resynced() => _resyncs.Add(1);

    public void Reconciled(Outcome outcome, Writes writes, TimeSpan duration)
    {
        _passes.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("state", outcome.State.ToString()), new("reason", outcome.Reason));
        foreach (var change in writes.Changes)
        {
            _writes.Add(1, new KeyValuePair<string, object?>("action", change.Action), new("kind", change.Kind));
            if (change.Reason is Planning.Drift.Changed or Planning.Drift.Missing) _healed.Add(1, new KeyValuePair<string, object?>("kind", change.Kind));
        }
    }
}
