using System.Diagnostics.Metrics;
using GitOps.Actualizer.Configstore;
using GitOps.Actualizer.Leadership;
using GitOps.Engine.Brakes;
using GitOps.Engine.Live;
using GitOps.Engine.Queueing;
using GitOps.Engine.Reconciling;
using GitOps.Model.Names;

namespace GitOps.Actualizer.Operations;

/// <summary>What can be read off the process at any moment.</summary>
public sealed class ActualizerMetrics
{
    public const string MeterName = "GitOps.Actualizer";

    public ActualizerMetrics(
        IMeterFactory meters,
        KeyQueue<EnvironmentKey> queue,
        LiveObjects live,
        EnvironmentRecords records,
        ShareBrake brake,
        LeaderService leader,
        StatusPublisher statuses,
        ChangeStreamFollower stream)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge("gitops_queue_depth", () => queue.Depth, null, "Environments that wait for a worker.");
        meter.CreateObservableGauge("gitops_queue_delayed", () => queue.Delayed, null, "Environments that come back later.");
        meter.CreateObservableGauge("gitops_reconciling", () => queue.Processing, null, "Environments that are worked on.");
        meter.CreateObservableGauge("gitops_live_objects", () => live.Count, null, "Objects of the cluster that are known.");
        meter.CreateObservableGauge("gitops_holds", () => brake.HoldCount, null, "Removals that wait for an operator.");
        meter.CreateObservableGauge("gitops_leading", () => leader.IsLeading ? 1 : 0, null, "1 while this process works, 0 while it stands by.");
        meter.CreateObservableGauge("gitops_statuses_pending", () => statuses.Pending, null, "Statuses that are not delivered yet.");
        meter.CreateObservableGauge("gitops_change_stream_connected", () => stream.IsConnected ? 1 : 0, null, "1 while the change stream is connected.");
        meter.CreateObservableGauge(
            "gitops_environments",
            () => records.CountByState().Select(state => new Measurement<int>(state.Value, new KeyValuePair<string, object?>("state", state.Key.ToString()))),
            null,
            "Environments by how their last pass ended.");
    }
}
