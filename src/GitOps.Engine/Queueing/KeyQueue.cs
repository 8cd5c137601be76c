using System.Threading.Channels;

namespace GitOps.Engine.Queueing;

/// <summary>
/// A queue of keys to look at, with the contract of Kubernetes' client-go workqueue: a key that is added several times is handed
/// out once; a key is never handed out twice at once; one that is added while it is worked on comes again afterwards. First come, first
/// served, so no key starves. Thread-safe.
/// </summary>
public sealed class KeyQueue<TKey> : IDisposable
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Channel<TKey> _ready = Channel.CreateUnbounded<TKey>();
    private readonly Dictionary<TKey, long> _dirty = [];
    private readonly HashSet<TKey> _processing = [];
    private readonly Dictionary<TKey, int> _failures = [];
    private readonly PriorityQueue<TKey, long> _delayed = new();
    private readonly Dictionary<TKey, long> _due = [];
    private readonly TimeProvider _time;
    private readonly Backoff _backoff;
    private readonly ITimer _timer;
    private TaskCompletionSource? _drained;
    private bool _closed;

    public KeyQueue(TimeProvider time, Backoff? backoff = null)
    {
        _time = time;
        _backoff = backoff ?? new Backoff();
        _timer = time.CreateTimer(_ => MoveDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Keys that wait to be handed out; those with a delay not counted.</summary>
    public int Depth
    {
        get { lock (_gate) return _dirty.Count; }
    }

    /// <summary>Keys handed out and not done.</summary>
    public int Processing
    {
        get { lock (_gate) return _processing.Count; }
    }

    /// <summary>Keys that come back later.</summary>
    public int Delayed
    {
        get { lock (_gate) return _due.Count; }
    }

    /// <summary>Asks for a look at <paramref name="key"/> as soon as possible.</summary>
    public void Add(TKey key)
    {
        lock (_gate)
        {
            if (_closed || !_dirty.TryAdd(key, _time.GetTimestamp())) return;
            // Sooner than a delay that was asked for, so that is settled.
            _due.Remove(key);
            if (!_processing.Contains(key)) _ready.Writer.TryWrite(key);
        }
    }

    /// <summary>Asks for a look after <paramref name="delay"/>, or sooner if an earlier one is due already.</summary>
    public void AddAfter(TKey key, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Add(key);
            return;
        }
        lock (_gate)
        {
            var due = _time.GetTimestamp() + (long)(delay.TotalSeconds * _time.TimestampFrequency);
            if (_closed || _dirty.ContainsKey(key) || (_due.TryGetValue(key, out var known) && known <= due)) return;
            _due[key] = due;
            _delayed.Enqueue(key, due);
            SetTimer();
        }
    }

    /// <summary>Asks for a look after this key's own backoff, which grows with every call until <see cref="Forget"/>.</summary>
    /// <param name="key">The key that failed.</param>
    /// <param name="atLeast">What the other side asked for, if more.</param>
    /// <returns>The delay.</returns>
    public TimeSpan AddWithBackoff(TKey key, TimeSpan atLeast = default)
    {
        TimeSpan delay;
        lock (_gate)
        {
            var failures = _failures.GetValueOrDefault(key) + 1;
            _failures[key] = failures;
            delay = _backoff.Delay(failures);
        }
        if (delay < atLeast) delay = atLeast;
        AddAfter(key, delay);
        return delay;
    }

    /// <summary>The key is well: its backoff starts anew.</summary>
    public void Forget(TKey key)
    {
        lock (_gate) _failures.Remove(key);
    }

    /// <summary>Waits for a key. Every key that is taken must be given back by <see cref="Done"/>.</summary>
    /// <exception cref="ChannelClosedException">The queue is closed and empty.</exception>
    public async ValueTask<QueuedKey<TKey>> TakeAsync(CancellationToken cancellationToken)
    {
        var key = await _ready.Reader.ReadAsync(cancellationToken);
        lock (_gate)
        {
            _dirty.Remove(key, out var since);
            _processing.Add(key);
            return new QueuedKey<TKey>(key, _time.GetElapsedTime(since));
        }
    }

    /// <summary>Gives a taken key back. Comes again at once if it was added meanwhile.</summary>
    public void Done(TKey key)
    {
        lock (_gate)
        {
            _processing.Remove(key);
            if (_dirty.ContainsKey(key)) _ready.Writer.TryWrite(key);
            CompleteIfDrained();
        }
    }

    /// <summary>Takes no more keys, forgets delayed ones, and ends when those that are queued are done.</summary>
    public Task DrainAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _closed = true;
            _due.Clear();
            _delayed.Clear();
            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            CompleteIfDrained();
            return _drained.Task.WaitAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _ready.Writer.TryComplete();
    }

    private void CompleteIfDrained()
    {
        if (_drained is null || _dirty.Count > 0 || _processing.Count > 0) return;
        _ready.Writer.TryComplete();
        _drained.TrySetResult();
    }

    private void MoveDue()
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            while (_delayed.TryPeek(out var key, out var due) && due <= now)
            {
                _delayed.Dequeue();
                // An entry that was overtaken by an earlier one or by Add is stale.
                if (!_due.TryGetValue(key, out var current) || current != due) continue;
                _due.Remove(key);
                if (_dirty.TryAdd(key, now) && !_processing.Contains(key)) _ready.Writer.TryWrite(key);
            }
            SetTimer();
        }
    }

    private void SetTimer()
    {
        if (!_delayed.TryPeek(out _, out var due)) return;
        var wait = _time.GetElapsedTime(_time.GetTimestamp(), due);
        _timer.Change(wait > TimeSpan.Zero ? wait + TimeSpan.FromMilliseconds(1) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
