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

        var replaced = new List<ObjectKey>();
        for (var wave = Waves.Count - 1; wave >= 0; wave--)
        {
            var deletions = ready.Where(step => Waves.Of(step.Key) == wave).Select(step => DeleteAsync(step, writes, cancellationToken)).ToList();
            foreach (var missed in await Task.WhenAll(deletions))
            {
                if (missed is { } key) replaced.Add(key);
            }
        }
        return new PruneResult([.. waitingFor], replaced);
    }

    private async Task<ObjectKey?> DeleteAsync(PlanStep step, Writes writes, CancellationToken cancellationToken)
    {
        if (!await cluster.DeleteAsync(step.Key, step.Live!.Uid, cancellationToken)) return step.Key;
        live.MarkTerminating(step.Key, step.Live.Uid);
        writes.Add(step);
        return null;
    }
}
