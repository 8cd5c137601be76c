using GitOps.Engine.Live;
using GitOps.Engine.Manifests;
using GitOps.Kubernetes;
using GitOps.Kubernetes.Objects;
using GitOps.Kubernetes.Watching;

namespace GitOps.Actualizer.Cluster;

/// <summary>Keeps <see cref="LiveObjects"/> equal to the cluster: one reflector per kind, for as long as the process runs.</summary>
public sealed class ClusterWatches(
    KubernetesClient client,
    LiveObjects live,
    TargetNamespace target,
    ILogger<ClusterWatches> log,
    ILogger<Reflector> reflectorLog) : BackgroundService
{
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Reflector> _reflectors = [];
    private int _unsynced = WatchedKinds.All.Count;

    /// <summary>Completes when every kind has been listed whole; before it nothing is known to be missing.</summary>
    public Task Synced => _synced.Task;

    /// <summary>How well each kind is followed at the moment.</summary>
    public IReadOnlyList<ReflectorHealth> Health
    {
        get { lock (_reflectors) return [.. _reflectors.Select(reflector => reflector.Health)]; }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(WatchedKinds.All.Select(kind => FollowAsync(kind, stoppingToken)));

    private async Task FollowAsync(GroupVersionKind kind, CancellationToken stopping)
    {
        var reflector = new Reflector(client, kind, target.Name, null, reflectorLog);
        lock (_reflectors) _reflectors.Add(reflector);
        try
        {
            await foreach (var change in reflector.RunAsync(stopping))
            {
                try
                {
                    Take(kind, change);
                }
                catch (Exception error)
                {
                    // The loop's edge: one object that cannot be read never stops the others.
                    log.LogError(error, "{Kind} {Object} could not be read from the watch and is not looked after.", kind.Kind, change.Name);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private void Take(GroupVersionKind kind, in ObjectEvent change)
    {
        switch (change.Type)
        {
            case ObjectEventType.Added or ObjectEventType.Modified when change.Item is { } item:
                live.Observe(kind.ApiVersion, kind.Kind, item.Json);
                break;
            case ObjectEventType.Deleted:
                live.Vanished(new ObjectKey(kind.ApiVersion, kind.Kind, change.Name.Namespace, change.Name.Name), change.Uid == Guid.Empty ? null : change.Uid);
                break;
            case ObjectEventType.Synced:
                // Comes again after every relist; only the first of each kind counts.
                if (MarkSynced(kind)) _synced.TrySetResult();
                break;
        }
    }

    private readonly HashSet<GroupVersionKind> _syncedKinds = [];

    private bool MarkSynced(GroupVersionKind kind)
    {
        lock (_syncedKinds)
        {
            if (_syncedKinds.Add(kind)) _unsynced--;
            return _unsynced == 0;
        }
    }
}
