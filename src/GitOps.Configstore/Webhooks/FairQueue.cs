namespace GitOps.Configstore.Webhooks;

/// <summary>
/// What waits to be worked on, in lanes that take turns: however long one lane is, the next item of every other is one turn away. Of
/// one lane only so many items are worked on at one time.
/// </summary>
public sealed class FairQueue<TKey, T>(int capacity, int laneCapacity, int atOnce) : IDisposable
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, Lane> _lanes = [];
    private readonly Queue<TKey> _turns = new();
    private readonly SemaphoreSlim _available = new(0);
    private int _waiting;

    /// <returns>False when as many wait as may, in all or in this lane.</returns>
    public bool TryAdd(TKey key, T item)
    {
        lock (_lock)
        {
            if (_waiting >= capacity) return false;
            if (!_lanes.TryGetValue(key, out var lane)) _lanes[key] = lane = new Lane();
            if (lane.Items.Count >= laneCapacity) return false;
            lane.Items.Enqueue(item);
            _waiting++;
            GiveTurn(key, lane);
            return true;
        }
    }

    /// <summary>Waits for the next item. Its lane is to be told when it is <see cref="Done"/>.</summary>
    public async Task<(TKey Key, T Item)> TakeAsync(CancellationToken cancellation)
    {
        await _available.WaitAsync(cancellation);
        lock (_lock)
        {
            var key = _turns.Dequeue();
            var lane = _lanes[key];
            lane.HasTurn = false;
            lane.Running++;
            _waiting--;
            var item = lane.Items.Dequeue();
            GiveTurn(key, lane);
            return (key, item);
        }
    }

    public void Done(TKey key)
    {
        lock (_lock)
        {
            var lane = _lanes[key];
            lane.Running--;
            GiveTurn(key, lane);
            if (lane is { Running: 0, Items.Count: 0 }) _lanes.Remove(key);
        }
    }

    public void Dispose() => _available.Dispose();

    private void GiveTurn(TKey key, Lane lane)
    {
        if (lane.HasTurn || lane.Items.Count == 0 || lane.Running >= atOnce) return;
        lane.HasTurn = true;
        _turns.Enqueue(key);
        _available.Release();
    }

    private sealed class Lane
    {
        public Queue<T> Items { get; } = new();

        public int Running { get; set; }

        public bool HasTurn { get; set; }
    }
}
