using GitOps.Model.Api;
using GitOps.Model.Names;

namespace GitOps.Engine.Snapshots;

/// <summary>Where the outcome of passes is told. Thread-safe.</summary>
public interface IStatusReports
{
    /// <summary>Hands a status over. Must not wait for its delivery: a configstore that is down delays no pass. The newest of an environment wins.</summary>
    void Publish(EnvironmentStatus status);

    /// <summary>The status told last, also by an earlier process; null when there is none.</summary>
    /// <exception cref="SnapshotsUnavailableException">It could not be read.</exception>
    Task<EnvironmentStatus?> LastAsync(EnvironmentKey environment, CancellationToken cancellationToken);
}
