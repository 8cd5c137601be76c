using GitOps.Engine.Applying;
using GitOps.Engine.Planning;

namespace GitOps.Engine.Reconciling;

/// <summary>Makes and changes what the plan says, and remembers it as applied once all of it is.</summary>
public sealed class ApplyPhase(Applier applier, DriftPacing pacing) : IReconcilePhase
{
    /// <summary>When to look again at a deletion that its watch is expected to tell.</summary>
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(10);

    /// <summary>Most of what is replaced is gone at once.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

    public string Name => "apply";

    public async ValueTask<Outcome?> RunAsync(Pass pass, CancellationToken cancellationToken)
    {
        var plan = pass.Plan!;
        if (pass.Desired is not { } desired) return null;
        var waits = plan.Waits.ToList();
        // Into a namespace that is going nothing can be written.
        if (plan.Applies.Any() && !waits.Exists(step => step.Key.Kind == "Namespace"))
        {
            await applier.ApplyAsync(plan, pass.Writes, cancellationToken);
            pacing.Note(pass.Record, plan);
        }

        if (pass.Writes.Replaced is { Count: > 0 } replaced)
            return new Outcome.Waiting(OutcomeReasons.Terminating, $"{string.Join(", ", replaced)} cannot be changed in place; made again when it is gone.", Soon);
        if (waits.Count > 0)
            return new Outcome.Waiting(OutcomeReasons.Terminating, $"{string.Join("; ", waits.Select(step => step.Reason))}; made again when it is gone.", Later);

        if (plan.Deferred.ToList() is { Count: > 0 } deferred)
        {
            // What is applied is not the whole yet, so nothing of before goes.
            pass.Record.Surplus = [];
            return new Outcome.Waiting(OutcomeReasons.RolloutPending, $"{string.Join("; ", deferred.Select(step => step.Reason))}.", Later);
        }

        // What was left out is still to come: the state of before is the last that was whole.
        if (pass.IsPartial) return null;
        pass.Record.Applied = new AppliedState(pass.DesiredRevision, Applied(pass, desired)) { RedisUser = pass.RedisUser };
        pass.Record.Surplus = [.. plan.Deletions];
        return null;
    }

    private static AppliedObject[] Applied(Pass pass, IReadOnlyList<DesiredObject> desired)
    {
        var written = pass.Writes.Applied.ToDictionary(applied => applied.Key);
        var kept = pass.Plan!.Steps.Where(step => step.Action == PlanAction.Keep).ToDictionary(step => step.Key, step => step.Live!);
        return [.. desired.Select(item => written.TryGetValue(item.Key, out var applied)
            ? applied
            : new AppliedObject(kept[item.Key].Key, item.Hash, kept[item.Key].OwnedHash))];
    }
}
