using GitOps.Model.Names;
using GitOps.Model.Snapshots;

namespace GitOps.Engine.Snapshots;

/// <summary>Desired state as the configstore serves it. Thread-safe.</summary>
public interface ISnapshots
{
    /// <summary>All environments, complete.</summary>
    /// <exception cref="SnapshotsUnavailableException">There was no complete answer; nothing may be concluded.</exception>
    Task<EnvironmentListing> ListAsync(CancellationToken cancellationToken);

    /// <summary>The documents of an environment.</summary>
    /// <param name="environment">Which environment.</param>
    /// <param name="revision">At which revision; null for the head.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// Null when the configstore positively says that there is no such environment or revision, or that a repository is missing. That alone is
    /// no reason to remove anything: only complete listings over a grace period are.
    /// </returns>
    /// <exception cref="SnapshotsUnavailableException">There was no whole answer; nothing may be concluded.</exception>
    Task<EnvironmentSnapshot?> GetAsync(EnvironmentKey environment, Revision? revision, CancellationToken cancellationToken);
}
