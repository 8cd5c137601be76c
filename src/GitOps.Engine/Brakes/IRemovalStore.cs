namespace GitOps.Engine.Brakes;

/// <summary>Keeps the one <see cref="RemovalState"/> of a cluster where every actualizer finds it. Thread-safe.</summary>
public interface IRemovalStore
{
    /// <returns>What was saved last; <see cref="RemovalState.Empty"/> when nothing was.</returns>
    /// <exception cref="Cluster.ClusterException">It could not be read: nothing may be removed before it is.</exception>
    Task<RemovalState> LoadAsync(CancellationToken cancellationToken);

    /// <exception cref="Cluster.ClusterException">It was not saved.</exception>
    Task SaveAsync(RemovalState state, CancellationToken cancellationToken);
}
