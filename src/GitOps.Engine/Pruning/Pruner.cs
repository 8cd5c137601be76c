using GitOps.Engine.Applying;
using GitOps.Engine.Cluster;
using GitOps.Engine.Live;
using GitOps.Engine.Manifests;
using GitOps.Engine.Planning;

namespace GitOps.Engine.Pruning;

/// <summary>
/// Carries out the deletions of a plan, what routes first, each with its uid as a precondition. A deletion whose replacement is not
/// rolled out yet is left for a later pass.
/// </summary>
public sealed class Pruner(ICluster cluster, LiveObjects live)
{
    /// <exception cref="ClusterException">The first deletion that failed; others of its wave may have been made.</exception>
    public async Task<PruneResult> PruneAsync(Plan plan, Writes writes, CancellationToken cancellationToken)
    {
        var waitingFor = new SortedSet<ObjectKey>(Comparer<ObjectKey>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString())));
        var ready = new List<PlanStep>();
        foreach (var step in plan.Deletions)
        {
            var unready = step.After.Where(key => live.Find(key) is not { Rollout: Rollout.Complete }).ToList();
            if (unready.Count == 0) ready.Add(step);
            else waitingFor.UnionWith(unready);
        }

        // Looked at before anything goes: a Service whose Deployment was deleted without its pods is all that still leads to them.
        var leftBehind = ready.Where(step => step.Key.Kind == "Service").SelectMany(step => OrphanedPods.Of(step.Live!, live)).ToList();
        var replaced = new List<ObjectKey>();
        for (var wave = Waves.Count - 1; wave >= 0; wave--)
        {
            var deletions = ready.Where(step => Waves.Of(step.Key) == wave).Select(step => DeleteAsync(step, writes, cancellationToken)).ToList();
            foreach (var missed in await Task.WhenAll(deletions))
            {
                if (missed is { } key) replaced.Add(key);
            }
        }
        foreach (var pods in leftBehind) await cluster.DeleteOrphanedPodsAsync(pods.Namespace, pods.Labels, cancellationToken);
        return new PruneResult([.. waitingFor], replaced);
    }

    private async Task<ObjectKey?> DeleteAsync(PlanStep step, Writes writes, CancellationToken cancellationToken)
    {
        switch (await cluster.DeleteAsync(step.Key, step.Live!.Uid, Dependents.Delete, cancellationToken))
        {
            case Deletion.OtherObject:
                return step.Key;
            case Deletion.Gone:
                live.ObserveDeleted(step.Key, step.Live.Uid);
                break;
            default:
                live.MarkTerminating(step.Key, step.Live.Uid);
                break;
        }
        writes.Add(step);
        return null;
    }
}
