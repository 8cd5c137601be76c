using System.Text.Json;
using GitOps.Engine.Cluster;
using GitOps.Engine.Live;
using GitOps.Engine.Planning;

namespace GitOps.Engine.Applying;

/// <summary>
/// Carries out the creations and updates of a plan: first what guards and allows, then every part of the environment in waves of its
/// own, side by side. What fails keeps the later waves of its part from starting, and of no other. What was written is in the
/// <see cref="Writes"/> whether or not it ends well.
/// </summary>
public sealed class Applier(ICluster cluster, LiveObjects live)
{
    /// <exception cref="ClusterException">A write failed.</exception>
    /// <exception cref="AggregateException">Writes of several parts failed.</exception>
    public async Task ApplyAsync(Plan plan, Writes writes, CancellationToken cancellationToken)
    {
        var steps = plan.Applies.ToList();
        await ApplyInWavesAsync([.. steps.Where(step => Waves.IsCommon(step.Key))], writes, cancellationToken);
        var parts = steps.Where(step => !Waves.IsCommon(step.Key)).GroupBy(step => step.Desired!.Origin).Select(part => FailureOfAsync([.. part], writes, cancellationToken));
        var failures = (await Task.WhenAll(parts)).OfType<Exception>().ToList();
        cancellationToken.ThrowIfCancellationRequested();
        if (failures is [var only]) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(only);
        if (failures.Count > 0) throw new AggregateException(failures);
    }

    /// <summary>Every failure is told in the end, when no other part is held up by it any more.</summary>
    private async Task<Exception?> FailureOfAsync(IReadOnlyList<PlanStep> steps, Writes writes, CancellationToken cancellationToken)
    {
        try
        {
            await ApplyInWavesAsync(steps, writes, cancellationToken);
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }

    private async Task ApplyInWavesAsync(IReadOnlyList<PlanStep> steps, Writes writes, CancellationToken cancellationToken)
    {
        for (var wave = 0; wave < Waves.Count; wave++)
        {
            List<Task>? running = null;
            foreach (var step in steps)
            {
                if (Waves.Of(step.Key) == wave) (running ??= []).Add(WriteAsync(step, writes, cancellationToken));
            }
            if (running is not null) await Task.WhenAll(running);
        }
    }

    private async Task WriteAsync(PlanStep step, Writes writes, CancellationToken cancellationToken)
    {
        switch (step.Action)
        {
            case PlanAction.Create:
                Remember(step, await CreateAsync(step, cancellationToken), writes);
                break;
            case PlanAction.Replace:
                await ReplaceAsync(step, writes, cancellationToken);
                break;
            default:
                await UpdateAsync(step, writes, cancellationToken);
                break;
        }
    }

    private async Task<JsonElement> CreateAsync(PlanStep step, CancellationToken cancellationToken)
    {
        // Without force a conflict shows an object that appeared since planning; without a conflict its managers do.
        var stored = await cluster.ApplyAsync(step.Key, step.Desired!.Json, force: false, cancellationToken);
        if (Adoption.EarlierManagers(stored, live.Manager) is not { Length: > 0 } managers) return stored;
        var released = await cluster.ApplyAsync(step.Key, Adoption.NothingOwned(step.Key), force: false, cancellationToken);
        live.ObserveWritten(step.Key.ApiVersion, step.Key.Kind, released);
        throw new AdoptionException(step.Key, managers);
    }

    private async Task UpdateAsync(PlanStep step, Writes writes, CancellationToken cancellationToken)
    {
        var former = step.Live!;
        try
        {
            if (former.IsMarkedOnly) await cluster.ReclaimAsync(step.Key, former.Uid, cancellationToken);
            var stored = step.Key.Kind == "Service" && OrphanedPods.Of(former, step.Desired!.Selected).ToList() is { Count: > 0 } pods
                ? await MoveServiceAsync(step, pods, cancellationToken)
                : await ForceAsync(step, step.Desired!.Json, cancellationToken);
            Remember(step, stored, writes);
        }
        catch (ClusterRefusalException refused) when (refused.IsImmutable && Waves.MayReplace(step.Key))
        {
            await ReplaceAsync(step with { Action = PlanAction.Replace, Reason = $"{step.Reason}; it cannot be changed in place, so it is made again" }, writes, cancellationToken);
        }
    }

    /// <summary>
    /// Lets a Service lead to new pods, and clears away those that it led to. Its annotation says so until that is done: whoever looks
    /// next, after a crash perhaps, goes on from there.
    /// </summary>
    private async Task<JsonElement> MoveServiceAsync(PlanStep step, IReadOnlyList<OrphanedPods> pods, CancellationToken cancellationToken)
    {
        var id = pods[^1].Labels[^1].Value;
        await ForceAsync(step, MarkedManifest.With(step.Desired!.Json, OwnerMark.FormerAnnotation, id), cancellationToken);
        foreach (var left in pods) await cluster.DeleteOrphanedPodsAsync(left.Namespace, left.Labels, cancellationToken);
        return await ForceAsync(step, step.Desired.Json, cancellationToken);
    }

    /// <summary>The uid is a precondition: an object that was made again by somebody else meanwhile is not forced.</summary>
    private Task<JsonElement> ForceAsync(PlanStep step, ReadOnlyMemory<byte> manifest, CancellationToken cancellationToken) =>
        cluster.ApplyAsync(step.Key, PreconditionedManifest.Write(manifest, step.Live!.Uid), force: true, cancellationToken);

    /// <summary>Deletes what cannot be changed. The pass that follows, when it is gone, creates it.</summary>
    private async Task ReplaceAsync(PlanStep step, Writes writes, CancellationToken cancellationToken)
    {
        var deletion = await cluster.DeleteAsync(step.Key, step.Live!.Uid, step.KeepsPods ? Dependents.Orphan : Dependents.Delete, cancellationToken);
        if (deletion == Deletion.OtherObject) throw new ClusterConflictException(step.Key, []);
        if (deletion == Deletion.Gone) live.ObserveDeleted(step.Key, step.Live.Uid);
        else live.MarkTerminating(step.Key, step.Live.Uid);
        writes.AddReplaced(step);
    }

    private void Remember(PlanStep step, JsonElement stored, Writes writes)
    {
        var seen = live.ObserveWritten(step.Key.ApiVersion, step.Key.Kind, stored);
        writes.Add(step, new AppliedObject(step.Key, step.Desired!.Hash, seen.OwnedHash));
    }
}
