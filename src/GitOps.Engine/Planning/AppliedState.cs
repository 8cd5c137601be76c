using GitOps.Engine.Live;
using GitOps.Engine.Manifests;
using GitOps.Engine.Redis;
using GitOps.Model.Snapshots;

namespace GitOps.Engine.Planning;

/// <summary>The last state that an environment was wholly brought to. Empty objects: it was switched off.</summary>
public sealed record AppliedState(Revision Revision, IReadOnlyList<AppliedObject> Objects)
{
    /// <summary>The Redis user of its gateways; null when none needs one.</summary>
    public RedisUser? RedisUser { get; init; }

    public AppliedObject? Find(ObjectKey key)
    {
        foreach (var applied in Objects)
        {
            if (applied.Key == key) return applied;
        }
        return null;
    }

    /// <summary>Whether the cluster still holds exactly this: nothing changed, nothing missing, nothing left over. Asks nobody.</summary>
    public bool Holds(LiveObjects live, Model.Names.EnvironmentKey environment) => Holds(live, environment, static _ => false);

    /// <param name="live">The cluster.</param>
    /// <param name="environment">Whose state this is.</param>
    /// <param name="isKnownSurplus">Whether an object that is left over is meant to be, for now.</param>
    internal bool Holds(LiveObjects live, Model.Names.EnvironmentKey environment, Predicate<LiveObject> isKnownSurplus)
    {
        var standing = 0;
        foreach (var item in live.OwnedBy(environment))
        {
            if (item.IsTerminating) continue;
            if (Find(item.Key) is not { } applied)
            {
                if (!isKnownSurplus(item)) return false;
                continue;
            }
            if (applied.Stored != item.OwnedHash) return false;
            standing++;
        }
        // What is left over of a producer as a whole is no single environment's to notice, but for what it left behind when it moved.
        foreach (var item in live.TenantOf(environment.Producer))
        {
            if (item.IsTerminating) continue;
            if (Find(item.Key) is not { } applied)
            {
                if (live.IsLeftBehind(item)) return false;
                continue;
            }
            if (applied.Stored != item.OwnedHash) return false;
            standing++;
        }
        return standing == Objects.Count;
    }
}
