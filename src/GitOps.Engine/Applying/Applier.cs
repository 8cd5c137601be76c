using System.Text.Json;
using GitOps.Engine.Cluster;
using GitOps.Engine.Live;
using GitOps.Engine.Planning;

namespace GitOps.Engine.Applying;

/// <summary>
/// Carries out the creations and updates of a plan in waves, side by side within a wave. A failed wave lets its other writes finish
/// and keeps the later ones from starting. What was written is in the <see cref="Writes"/> whether or not it ends well.
/// </summary>
public sealed class Applier(ICluster cluster, LiveObjects live)
{
    /// <exception cref="ClusterException">The first write that failed.</exception>
    public async Task ApplyAsync(Plan plan, Writes writes, CancellationToken cancellationToken)
    {
        for (var wave = 0; wave < Waves.Count; wave++)
        {
            List<Task>? running = null;
            foreach (var step in plan.Steps)
            {
                if (step.Action is PlanAction.Create or PlanAction.Update && Waves.Of(step.Key) == wave)
                    (running ??= []).Add(WriteAsync(step, writes, cancellationToken));
            }
            if (running is not null) await Task.WhenAll(running);
        }
    }

    private async Task WriteAsync(PlanStep step, Writes writes, CancellationToken cancellationToken)
    {
        var desired = step.Desired!;
        JsonElement stored;
        if (step.Action == PlanAction.Create)
        {
            // Without force a conflict shows an object that appeared since planning; without a conflict its managers do.
            stored = await cluster.ApplyAsync(step.Key, desired.Json, force: false, cancellationToken);
            if (Adoption.EarlierManagers(stored, live.Manager) is { Length: > 0 } managers)
            {
                var released = await cluster.ApplyAsync(step.Key, Adoption.NothingOwned(step.Key), force: false, cancellationToken);
                live.ObserveWritten(step.Key.ApiVersion, step.Key.Kind, released);
                throw new AdoptionException(step.Key, managers);
            }
        }
        else
        {
            // The uid is a precondition: an object that was made anew by somebody else meanwhile is not forced.
            stored = await cluster.ApplyAsync(step.Key, PreconditionedManifest.Write(desired.Json, step.Live!.Uid), force: true, cancellationToken);
        }

        var seen = live.ObserveWritten(step.Key.ApiVersion, step.Key.Kind, stored);
        writes.Add(step, new AppliedObject(step.Key, desired.Hash, seen.OwnedHash));
    }
}
