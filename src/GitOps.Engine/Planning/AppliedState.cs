using GitOps.Engine.Live;
using GitOps.Engine.Manifests;
using GitOps.Model.Snapshots;

namespace GitOps.Engine.Planning;

/// <summary>The last state that an environment was wholly brought to. Empty objects: it was switched off.</summary>
public sealed record AppliedState(Revision Revision, IReadOnlyList<AppliedObject> Objects)
{
    public AppliedObject? Find(ObjectKey key)
    {
        foreach (var applied in Objects)
        {
            if (applied.Key == key) return applied;
        }
        return null;
    }

    /// <summary>Whether the cluster still holds exactly this: nothing changed, nothing missing, nothing left over. Asks nobody.</summary>
    public bool Holds(LiveObjects live, Model.Names.EnvironmentKey environment)
    {
        var owned = live.OwnedBy(environment);
        var standing = 0;
        foreach (var item in owned)
        {
            if (!item.IsTerminating) standing++;
        }
        if (standing != Objects.Count) return false;

        foreach (var item in owned)
        {
            if (!item.IsTerminating && (Find(item.Key) is not { } applied || applied.Stored != item.OwnedHash)) return false;
        }
        return true;
    }
}
