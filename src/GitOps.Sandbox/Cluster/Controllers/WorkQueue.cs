using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace GitOps.Sandbox.Cluster.Controllers;

/// <summary>Keys that wait for work: each at most once, the ones added first come first.</summary>
internal sealed class WorkQueue<TKey>(TimeProvider clock) where TKey : notnull
{
    private readonly Channel<TKey> _keys = Channel.CreateUnbounded<TKey>(new UnboundedChannelOptions { SingleReader = true });
    private readonly HashSet<TKey> _waiting = [];
    private readonly Lock _gate = new();

    public void Add(TKey key)
    {
        lock (_gate)
        {
            if (!_waiting.Add(key))
                return;
        }
        _keys.Writer.TryWrite(key);
    }

    /// <summary>Adds a key later; nothing is added once the token is cancelled.</summary>
    public async Task AddAfterAsync(TKey key, TimeSpan delay, CancellationToken cancellation)
    {
        await Task.Delay(delay, clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!cancellation.IsCancellationRequested)
            Add(key);
    }

    /// <summary>A key that is added again while it is being worked on comes again.</summary>
    public async IAsyncEnumerable<TKey> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var key in _keys.Reader.ReadAllAsync(cancellation))
        {
            lock (_gate)
                _waiting.Remove(key);
            yield return key;
        }
    }
}
