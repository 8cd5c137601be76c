using System.Collections.Concurrent;
using GitOps.Gitea.Errors;

namespace GitOps.Configstore.Snapshots;

/// <summary>
/// Who may read commits from Gitea at one time: some, and of each owner fewer, each for so long. However much one tenant pushes, the
/// others' commits find a free place.
/// </summary>
public sealed class ReadingTurns(ConfigstoreSettings settings, TimeProvider time) : IDisposable
{
    /// <summary>Readings of one owner at one time: as many as an environment has repositories.</summary>
    public const int OfOneOwner = 2;

    private readonly SemaphoreSlim _all = new(Math.Max(2 * OfOneOwner, settings.GiteaConcurrency / 2));
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _owners = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Calls to Gitea that one reading may have under way, so that all of one owner leave others theirs.</summary>
    public int CallsAtOnce => Math.Max(1, settings.GiteaConcurrency / 4);

    /// <param name="source">What is read.</param>
    /// <param name="read">Reads it; gives up when it is told to.</param>
    /// <param name="cancellation">Ends waiting and reading.</param>
    /// <exception cref="GiteaUnavailableException">It took longer than READING_TIMEOUT.</exception>
    public async Task<T> TakeAsync<T>(RepositoryAtCommit source, Func<CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        var owner = _owners.GetOrAdd(source.Name.Owner, static _ => new SemaphoreSlim(OfOneOwner));
        // The owner's turn first: who waits for it holds no place of others.
        await owner.WaitAsync(cancellation);
        try
        {
            await _all.WaitAsync(cancellation);
            try
            {
                return await ReadInTimeAsync(source, read, cancellation);
            }
            finally
            {
                _all.Release();
            }
        }
        finally
        {
            owner.Release();
        }
    }

    public void Dispose()
    {
        _all.Dispose();
        foreach (var owner in _owners.Values) owner.Dispose();
    }

    private async Task<T> ReadInTimeAsync<T>(RepositoryAtCommit source, Func<CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(settings.ReadingTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            return await read(both.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new GiteaUnavailableException(
                $"Reading commit {source.Commit} of {source.Name}: it took longer than {settings.ReadingTimeout.TotalSeconds:0.#} s. Check that Gitea is up and not overloaded; READING_TIMEOUT is a setting.");
        }
    }
}
