namespace GitOps.Configstore.Editing;

/// <summary>Lets the writers of one branch take turns, first come, first served. Branches do not wait for each other, and one that nobody writes to costs nothing.</summary>
/// <param name="maxWaiting">Writers of one branch that may wait at one time.</param>
public sealed class WriterTurns(int maxWaiting)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(long Repository, string Branch), LinkedList<TaskCompletionSource>> _waiting = [];

    /// <summary>Waits for this writer's turn, which ends with the disposal of what is returned.</summary>
    /// <returns>Null when too many wait already.</returns>
    public async Task<IDisposable?> TakeAsync(long repository, string branch, CancellationToken cancellation)
    {
        var key = (repository, branch);
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (!_waiting.TryGetValue(key, out var queue))
            {
                _waiting[key] = [];
                return new Turn(this, key);
            }
            if (queue.Count >= maxWaiting) return null;
            queue.AddLast(mine);
        }
        using var leaving = cancellation.Register(() =>
        {
            lock (_lock)
            {
                // Lost against the turn itself: then it is taken and given back below.
                if (mine.TrySetCanceled(cancellation)) _waiting.GetValueOrDefault(key)?.Remove(mine);
            }
        });
        await mine.Task;
        return new Turn(this, key);
    }

    private void Pass((long, string) key)
    {
        lock (_lock)
        {
            var queue = _waiting[key];
            while (queue.First is { } next)
            {
                queue.RemoveFirst();
                if (next.Value.TrySetResult()) return;
            }
            _waiting.Remove(key);
        }
    }

    private sealed class Turn(WriterTurns turns, (long, string) key) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0) turns.Pass(key);
        }
    }
}
