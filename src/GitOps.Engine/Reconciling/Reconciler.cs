using GitOps.Engine.Snapshots;
using GitOps.Model.Api;
using GitOps.Model.Names;
using Microsoft.Extensions.Logging;

namespace GitOps.Engine.Reconciling;

/// <summary>
/// The one way from git to the cluster, for one environment at a time: runs the phases in order until one ends the pass, then
/// reports. Never throws but for cancellation.
/// </summary>
/// <param name="phases">In order: compare, fetch, compose, plan, access, apply, prune.</param>
/// <param name="requests">Who asked for a pass.</param>
/// <param name="records">What is remembered between passes.</param>
/// <param name="reports">Where outcomes are told.</param>
/// <param name="metrics">What is counted.</param>
/// <param name="time">The clock.</param>
/// <param name="log">One line per pass that changed something or ended differently than the last.</param>
public sealed class Reconciler(
    IReadOnlyList<IReconcilePhase> phases,
    ReconcileRequests requests,
    EnvironmentRecords records,
    IStatusReports reports,
    EngineMetrics metrics,
    TimeProvider time,
    ILogger<Reconciler> log)
{
    /// <exception cref="OperationCanceledException">The pass was stopped; nothing is reported, and the next pass finds out what was done.</exception>
    public async ValueTask<Outcome> ReconcileAsync(EnvironmentKey environment, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var record = records.Of(environment);
        var pass = new Pass(environment, record) { IsRequested = requests.Take(environment) };
        var outcome = await RunAsync(pass, cancellationToken);
        var duration = time.GetElapsedTime(started);
        metrics.Reconciled(outcome, pass.Writes, duration);
        Report(pass, outcome, duration);
        return outcome;
    }

    private async ValueTask<Outcome> RunAsync(Pass pass, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var phase in phases)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (await phase.RunAsync(pass, cancellationToken) is { } outcome) return outcome;
            }
            throw new InvalidOperationException($"The last phase, {phases[^1].Name}, ended without an outcome.");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception error)
        {
            return FailureOutcomes.Of(error);
        }
    }

    private void Report(Pass pass, Outcome outcome, TimeSpan duration)
    {
        var record = pass.Record;
        if (ReferenceEquals(outcome, record.Last)) return;
        if (outcome is { Reason: OutcomeReasons.Removed } && pass.Writes.Changes.Count == 0)
        {
            // Somebody asked about an environment that neither git nor the cluster knows.
            records.Forget(pass.Environment);
            return;
        }

        var now = time.GetUtcNow();
        var changed = record.Last is null || record.Last.State != outcome.State || record.Last.Reason != outcome.Reason;
        var worthTelling = pass.IsRequested || !outcome.TellsTheSameAs(record.Last) || record.LastRevision != pass.Revision || pass.Writes.Changes.Count > 0;
        if (changed) record.Since = now;
        record.Last = outcome;
        record.LastRevision = pass.Revision;
        if (!worthTelling) return;

        Log(pass, outcome, duration);
        reports.Publish(new EnvironmentStatus
        {
            Producer = pass.Environment.Producer,
            Project = pass.Environment.Project,
            Environment = pass.Environment.Environment,
            Revision = pass.Revision,
            AppliedRevision = record.Applied?.Revision,
            State = outcome.State,
            Reason = outcome.Reason,
            Message = outcome.Message,
            Problems = outcome.Problems,
            Changes = pass.Writes.Changes,
            Objects = record.Applied?.Objects.Count ?? 0,
            Since = record.Since,
            ObservedAt = now,
            DurationMilliseconds = duration.TotalMilliseconds,
        });
    }

    private void Log(Pass pass, Outcome outcome, TimeSpan duration)
    {
        var level = outcome is Outcome.Failed ? LogLevel.Warning : LogLevel.Information;
        log.Log(
            level,
            (outcome as Outcome.Failed)?.Error,
            "{Environment} at {Revision}: {State} ({Reason}) in {Milliseconds:0.0} ms, {Writes} writes. {Message}",
            pass.Environment, pass.Revision, outcome.State, outcome.Reason, duration.TotalMilliseconds, pass.Writes.Changes.Count, outcome.Message);
        if (!log.IsEnabled(LogLevel.Debug)) return;
        foreach (var change in pass.Writes.Changes)
            log.LogDebug("{Environment}: {Action} {Kind} {Namespace}/{Name}: {Why}", pass.Environment, change.Action, change.Kind, change.Namespace, change.Name, change.Reason);
    }
}
