using GitOps.Sandbox.Cluster.Errors;
using GitOps.Sandbox.Cluster.Registry;
using GitOps.Sandbox.Cluster.Resources;
using GitOps.Sandbox.Cluster.Storage;

namespace GitOps.Sandbox.Cluster.Controllers;

/// <summary>
/// A loop that makes the world as objects say: every change of what it watches puts keys into its queue, and one worker
/// brings them in order, level by level. A key that fails is tried again; it never stops the loop.
/// </summary>
internal abstract class Controller<TKey>(SandboxCluster cluster, ILogger logger) where TKey : notnull
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);
    private readonly WorkQueue<TKey> _queue = new(cluster.Clock);

    /// <summary>The writer of everything that controllers change.</summary>
    protected static WriteOptions ControllerWrites { get; } = new("kube-controller-manager");

    protected SandboxCluster Cluster { get; } = cluster;

    protected abstract IEnumerable<ApiResource> Watched { get; }

    /// <summary>The keys that a change concerns. At the start every object counts as added.</summary>
    protected abstract IEnumerable<TKey> KeysOf(ApiResource resource, StoreEventType type, StoredObject value);

    /// <summary>Does the work of one key; a time means that it is to be looked at again after it.</summary>
    protected abstract TimeSpan? Sync(TKey key);

    public Task RunAsync(CancellationToken cancellation) =>
        Task.WhenAll(Watched.Select(resource => FollowAsync(resource, cancellation)).Append(WorkAsync(cancellation)));

    private async Task WorkAsync(CancellationToken cancellation)
    {
        await Task.Yield();
        await foreach (var key in _queue.ReadAllAsync(cancellation))
        {
            TimeSpan? again;
            try
            {
                again = Sync(key);
            }
            catch (ApiException error) when (error.Code is 404 or 409)
            {
                // The object moved on between reading and writing: its event is on the way, this is only for speed.
                again = RetryDelay;
            }
            catch (Exception exception)
            {
                logger.LogError(exception, "{Controller} failed on {Key}; it is tried again", GetType().Name, key);
                again = RetryDelay;
            }
            if (again is { } delay)
                _ = _queue.AddAfterAsync(key, delay, cancellation);
        }
    }

    private async Task FollowAsync(ApiResource resource, CancellationToken cancellation)
    {
        await Task.Yield();
        while (true)
        {
            var snapshot = Cluster.Store.Snapshot(resource.StorageKey);
            foreach (var value in snapshot.Objects(null))
                Enqueue(resource, StoreEventType.Added, value);
            var node = snapshot.Tail;
            while (!Cluster.Store.IsForgotten(resource.StorageKey, node))
            {
                node = await node.Next.WaitAsync(cancellation);
                Enqueue(resource, node.Event!.Type, node.Event.Current);
            }
        }
    }

    private void Enqueue(ApiResource resource, StoreEventType type, StoredObject value)
    {
        foreach (var key in KeysOf(resource, type, value))
            _queue.Add(key);
    }
}
