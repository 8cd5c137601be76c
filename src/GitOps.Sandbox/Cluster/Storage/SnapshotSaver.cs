
namespace GitOps.Sandbox.Cluster.Storage;

/// <summary>Writes the cluster to disk a moment after it has changed, and once more at the end.</summary>
internal sealed class SnapshotSaver(ObjectStore store, SnapshotFile file, TimeSpan delay, TimeProvider clock, ILogger<SnapshotSaver> logger)
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        var changed = new SemaphoreSlim(0, 1);
        void Note()
        {
            // One waiting signal is enough: the next save holds everything.
            if (changed.CurrentCount > 0)
                return;
            try
            {
                changed.Release();
            }
            catch (SemaphoreFullException)
            {
                // Somebody else has just signalled.
            }
        }
        store.Changed += Note;
        try
        {
            while (true)
            {
                await changed.WaitAsync(cancellation);
                await Task.Delay(delay, clock, cancellation);
                await TrySaveAsync();
            }
        }
        finally
        {
            store.Changed -= Note;
            await TrySaveAsync();
        }
    }

    /// <summary>Not cancelled: a save that has begun is finished.</summary>
    private async Task TrySaveAsync()
    {
        try
        {
            await file.SaveAsync(store, CancellationToken.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.LogError(exception, "The cluster could not be saved; it is tried again with the next change");
        }
    }
}
