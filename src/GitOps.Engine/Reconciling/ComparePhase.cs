using GitOps.Engine.Live;
using GitOps.Engine.Planning;
using GitOps.Engine.Redis;
using GitOps.Engine.Snapshots;

namespace GitOps.Engine.Reconciling;

/// <summary>
/// Ends the pass at once when nothing has changed in git or in the cluster since the last: no request, nothing composed. This is what
/// almost every pass of a full resync does.
/// </summary>
public sealed class ComparePhase(Heads heads, LiveObjects live, IRedisUsers redisUsers) : IReconcilePhase
{
    public string Name => "compare";

    public ValueTask<Outcome?> RunAsync(Pass pass, CancellationToken cancellationToken) => ValueTask.FromResult(Compare(pass));

    private Outcome? Compare(Pass pass)
    {
        if (pass.IsRequested) return null;
        var record = pass.Record;
        if (heads.Find(pass.Environment) is not { Missing.Count: 0 } head) return null;
        if (record.Last is not { } last || record.LastRevision != head.Revision) return null;
        if (record.Applied?.RedisUser is { } user && !redisUsers.IsKept(user)) return null;

        switch (last)
        {
            case Outcome.Succeeded when record.Applied is { } applied && applied.Revision == head.Revision && applied.Holds(live, pass.Environment):
                return last;

            // The same document would be refused again. Only if the last valid state drifted is there something to do.
            case Outcome.Refused { Reason: OutcomeReasons.InvalidDocument }
                when record.Applied is { } applied ? applied.Holds(live, pass.Environment) : live.OwnedBy(pass.Environment).Count == 0:
                return last;

            case Outcome.Waiting { Reason: OutcomeReasons.RolloutPending } when record.Applied is { } applied && record.Surplus.Count > 0 && HoldsWithSurplus(applied, pass):
                pass.Revision = pass.DesiredRevision = head.Revision;
                pass.Plan = new Plan(record.Surplus);
                return null;

            default:
                return null;
        }
    }

    /// <summary>Everything applied stands, and what stands besides is what waits to be pruned: only pruning is left.</summary>
    private bool HoldsWithSurplus(AppliedState applied, Pass pass)
    {
        var surplus = pass.Record.Surplus;
        return applied.Holds(live, pass.Environment, item => surplus.Any(step => step.Key == item.Key && step.Live!.Uid == item.Uid));
    }
}
