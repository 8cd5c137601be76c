namespace GitOps.Engine.Reconciling;

/// <summary>One step of the way from git to the cluster.</summary>
public interface IReconcilePhase
{
    /// <summary>One lower-case word, for logs and metrics.</summary>
    string Name { get; }

    /// <summary>Does this phase's part.</summary>
    /// <returns>Null to go on with the next phase; an outcome to end the pass.</returns>
    /// <exception cref="Cluster.ClusterException">A write did not happen; becomes an outcome.</exception>
    /// <exception cref="Snapshots.SnapshotsUnavailableException">Desired state could not be read; becomes an outcome.</exception>
    ValueTask<Outcome?> RunAsync(Pass pass, CancellationToken cancellationToken);
}
