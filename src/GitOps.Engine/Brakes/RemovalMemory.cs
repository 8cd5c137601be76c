namespace GitOps.Engine.Brakes;

/// <summary>
/// Keeps absences and the brake over restarts and changes of the leader. What counts against the limits is saved before the first
/// object goes; nothing is written while nothing is missing or held. Thread-safe.
/// </summary>
public sealed class RemovalMemory(Absences absences, ShareBrake brake, IRemovalStore store) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private (long Absences, long Brake) _saved;
    private bool _isLeading;

    /// <summary>Goes on where the last leader stopped. Before this nothing is saved, so that who only stands by overwrites nothing.</summary>
    /// <exception cref="Cluster.ClusterException">It could not be read: nothing may be removed before it is.</exception>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        var state = await store.LoadAsync(cancellationToken);
        absences.Restore(state.Absences);
        brake.Restore(state);
        _isLeading = true;
    }

    /// <summary>Somebody else may lead now: nothing more is saved.</summary>
    public void End() => _isLeading = false;

    /// <summary>Saves what has changed since the last time; those who ask meanwhile share the next write.</summary>
    /// <param name="withDurations">Save also that what is missing has been missing for longer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Cluster.ClusterException">It was not saved.</exception>
    public async Task SaveAsync(bool withDurations, CancellationToken cancellationToken)
    {
        if (!_isLeading || !IsDue(withDurations)) return;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!IsDue(withDurations)) return;
            var now = (absences.Version, brake.Version);
            await store.SaveAsync(brake.Save(absences.Save()), cancellationToken);
            _saved = now;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private bool IsDue(bool withDurations) => _saved != (absences.Version, brake.Version) || (withDurations && absences.All.Count > 0);
}
