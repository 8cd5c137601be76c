using System.Text.Json;
using GitOps.Engine.Cluster;
using GitOps.Engine.Manifests;

namespace GitOps.Actualizer.Tests.Support;

/// <summary>Lets so many writes through and then never answers: what a process that is killed between two writes looks like from outside.</summary>
internal sealed class KilledCluster(ICluster inner, int writes) : ICluster
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = writes;

    public Task Reached => _reached.Task;

    public bool Armed { get; set; }

    public async Task<JsonElement> ApplyAsync(ObjectKey key, ReadOnlyMemory<byte> manifest, bool force, CancellationToken cancellationToken)
    {
        await DieAsync(cancellationToken);
        return await inner.ApplyAsync(key, manifest, force, cancellationToken);
    }

    public async Task<Deletion> DeleteAsync(ObjectKey key, Guid uid, Dependents dependents, CancellationToken cancellationToken)
    {
        await DieAsync(cancellationToken);
        return await inner.DeleteAsync(key, uid, dependents, cancellationToken);
    }

    public async Task DeleteOrphanedPodsAsync(string @namespace, IReadOnlyList<KeyValuePair<string, string>> labels, CancellationToken cancellationToken)
    {
        await DieAsync(cancellationToken);
        await inner.DeleteOrphanedPodsAsync(@namespace, labels, cancellationToken);
    }

    public async Task ReclaimAsync(ObjectKey key, Guid uid, CancellationToken cancellationToken)
    {
        await DieAsync(cancellationToken);
        await inner.ReclaimAsync(key, uid, cancellationToken);
    }

    private Task DieAsync(CancellationToken cancellationToken)
    {
        if (!Armed || Interlocked.Decrement(ref _left) >= 0) return Task.CompletedTask;
        _reached.TrySetResult();
        return Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }
}
