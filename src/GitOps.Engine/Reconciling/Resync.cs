using GitOps.Engine.Brakes;
using GitOps.Engine.Live;
using GitOps.Engine.Queueing;
using GitOps.Engine.Snapshots;
using GitOps.Model.Names;

namespace GitOps.Engine.Reconciling;

/// <summary>
/// Takes in a complete listing and asks for a look at every environment there is, in git or in the cluster. What the change
/// stream missed is caught up here, and only here is noticed that something is gone.
/// </summary>
public sealed class Resync(
    ISnapshots snapshots,
    Heads heads,
    Absences absences,
    ShareBrake brake,
    LiveObjects live,
    EnvironmentRecords records,
    RemovalMemory memory,
    KeyQueue<EnvironmentKey> queue)
{
    /// <returns>How many environments were listed.</returns>
    /// <exception cref="SnapshotsUnavailableException">There was no complete listing; nothing was concluded.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        heads.BeginListing();
        var listing = await snapshots.ListAsync(cancellationToken);
        var listed = listing.Heads.Keys.Select(key => key.Producer).ToHashSet();
        // What a producer without environments has left is looked after, and goes, as the default environment's.
        IReadOnlyList<EnvironmentKey> owners = [.. live.Owners, .. live.Deserted.Where(producer => !listed.Contains(producer)).Select(EnvironmentKey.Default)];
        heads.Replace(listing);
        absences.Observe(listing, owners);

        // Judged together: a mass disappearance is held as a whole, not after the first few.
        var standing = owners.ToHashSet();
        var gone = absences.Confirmed().Where(standing.Contains).ToList();
        if (gone.Count > 0) brake.AskAll(gone, "missing from complete listings", owners.Count, [.. absences.All.Where(standing.Contains)]);
        await memory.SaveAsync(withDurations: true, cancellationToken);

        records.Retain(key => listing.Heads.ContainsKey(key) || standing.Contains(key));
        foreach (var key in listing.Heads.Keys) queue.Add(key);
        foreach (var key in owners)
        {
            if (!listing.Heads.ContainsKey(key)) queue.Add(key);
        }
        return listing.Heads.Count;
    }
}
