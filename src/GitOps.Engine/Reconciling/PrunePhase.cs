using GitOps.Engine.Brakes;
using GitOps.Engine.Hosts;
using GitOps.Engine.Live;
using GitOps.Engine.Planning;
using GitOps.Engine.Pruning;
using GitOps.Engine.Redis;

namespace GitOps.Engine.Reconciling;

/// <summary>
/// Deletes what is not desired any more, behind the brake: when whole components go, the share of environments that lose some
/// is what counts.
/// </summary>
public sealed class PrunePhase(Pruner pruner, ShareBrake brake, Absences absences, RemovalMemory memory, LiveObjects live, HostClaims hosts, EnvironmentRecords records, IRedisUsers redisUsers) : IReconcilePhase
{
    /// <summary>When to look again at a rollout that its watch is expected to tell.</summary>
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(30);

    public string Name => "prune";

    public async ValueTask<Outcome?> RunAsync(Pass pass, CancellationToken cancellationToken)
    {
        var plan = pass.Plan!;
        if (plan.Deletions.FirstOrDefault(step => pass.GoneBecause is not null || LosesComponent(step)) is { } loss)
        {
            var hold = brake.Ask(pass.Environment, loss.Reason, live.OwnerCount);
            // Counted where a restart finds it, before anything goes.
            await memory.SaveAsync(withDurations: false, cancellationToken);
            if (hold is not null)
                return new Outcome.Held($"{hold.Reason}. What runs keeps running until an operator releases it.");
        }

        var result = await pruner.PruneAsync(plan, pass.Writes, cancellationToken);
        if (result.Replaced.Count > 0)
            return new Outcome.Waiting(OutcomeReasons.ChangedMeanwhile, $"{string.Join(", ", result.Replaced)} changed in the cluster while being deleted; looked at again.", TimeSpan.FromSeconds(1));
        if (result.WaitingFor.Count > 0)
        {
            pass.Record.Surplus = [.. plan.Deletions.Where(step => step.After.Any(result.WaitingFor.Contains))];
            return pass.Verdict ?? new Outcome.Waiting(
                OutcomeReasons.RolloutPending,
                $"Applied; what is replaced goes when {string.Join(", ", result.WaitingFor)} is rolled out.",
                Later);
        }

        pass.Record.Surplus = [];
        var outcome = End(pass);
        if (outcome.Reason != OutcomeReasons.Terminating && NeedsNoRedisUser(pass)) await redisUsers.RemoveAsync(pass.Environment, cancellationToken);
        return outcome;
    }

    /// <summary>The last gateway that signs in at Redis is gone from the cluster, and none is desired.</summary>
    private static bool NeedsNoRedisUser(Pass pass) =>
        pass.GoneBecause is not null || (!pass.IsPartial && pass.Record.Applied is { RedisUser: null });

    private Outcome End(Pass pass)
    {
        // Only what is gone may be told to be gone.
        if ((pass.GoneBecause is not null || pass.Disabled) && Going(pass) is { Length: > 0 } going)
            return new Outcome.Waiting(OutcomeReasons.Terminating, $"Everything of it is deleted, but not yet gone is {going}.", Later);
        brake.Withdraw(pass.Environment);
        var lookalikes = Lookalikes(pass);
        if (pass.GoneBecause is { } why)
        {
            hosts.Release(pass.Environment);
            records.Forget(pass.Environment);
            // What guards the producer's pods outlives them: it waits for a grace period of its own, which begins now.
            if (!pass.IsLastOfProducer && live.TenantOf(pass.Environment.Producer).Count > 0) absences.Present(pass.Environment);
            return new Outcome.Succeeded(OutcomeReasons.Removed, $"Removed: {why}.{lookalikes}{NamespaceThatStays(pass)}");
        }
        if (pass.Verdict is { } verdict) return verdict;
        return pass.Disabled || pass.Record.Applied is { Objects.Count: 0 }
            ? new Outcome.Succeeded(OutcomeReasons.Disabled, $"Disabled in revision {Planner.Short(pass.DesiredRevision)}: {(lookalikes.Length == 0 ? "nothing of it runs." : $"all that this system made of it is deleted.{lookalikes}")}")
            : new Outcome.Succeeded(OutcomeReasons.Applied, $"Revision {Planner.Short(pass.DesiredRevision)} is applied: {pass.Record.Applied!.Objects.Count} objects.");
    }

    private string Going(Pass pass) => string.Join(
        "; ",
        live.OwnedBy(pass.Environment).Where(item => item.IsTerminating).Select(item => item.Finalizers.Length == 0
            ? $"{item.Key}"
            : $"{item.Key}, held by its finalizers {item.Finalizers}: whoever set them must take them away"));

    /// <summary>A restored object without its mark, or one that somebody made with our labels: it is not ours to delete, nor to keep silent about.</summary>
    private string Lookalikes(Pass pass)
    {
        if (pass is { GoneBecause: null, Disabled: false }) return "";
        var running = live.LookalikesOf(pass.Environment);
        return running.Count == 0 ? "" : $" {string.Join(", ", running)} with its labels still runs and is not known as this system's: look into it, and delete it if it is not wanted.";
    }

    /// <summary>Nobody can know what else is in a namespace, so nothing here deletes one.</summary>
    private string NamespaceThatStays(Pass pass)
    {
        if (!pass.IsLastOfProducer) return "";
        var stays = live.TenantOf(pass.Environment.Producer).Where(item => item.Key is { Kind: "Namespace" }).Select(item => item.Key.Name).ToList();
        return stays.Count == 0 ? "" : $" What others may have made there keeps namespace {string.Join(", ", stays)}: look into it, then kubectl delete namespace {string.Join(' ', stays)}.";
    }

    /// <summary>A component that goes without a replacement, rather than an object that makes way for its successor.</summary>
    private static bool LosesComponent(PlanStep step) => step.After.Count == 0 && step.Key.Kind is "Deployment" or "Function";
}
