namespace GitOps.Configstore.Snapshots;

/// <summary>
/// How much the caches on disk hold, and when that became too much. Writers only add; what is there is measured by
/// <see cref="CachePruning"/> alone, at the start and when the sum has passed the limit.
/// </summary>
public sealed class CacheSpace(ConfigstoreSettings settings) : IDisposable
{
    private readonly SemaphoreSlim _passed = new(0, 1);
    private long _bytes;

    /// <summary>Something was written, or will be at most.</summary>
    public void Wrote(long bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) <= settings.CacheBytes || _passed.CurrentCount > 0) return;
        try
        {
            _passed.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another writer said so at the same time.
        }
    }

    /// <summary>Waits until there may be too much.</summary>
    public Task UntilPassedAsync(CancellationToken cancellation) => _passed.WaitAsync(cancellation);

    /// <summary>So much is there, as measured.</summary>
    public void Measured(long bytes) => Interlocked.Exchange(ref _bytes, bytes);

    public void Dispose() => _passed.Dispose();
}
