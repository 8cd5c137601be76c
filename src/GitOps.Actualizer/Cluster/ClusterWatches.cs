using GitOps.Engine.Composing;
using GitOps.Engine.Composing.Function;
using GitOps.Engine.Composing.Tenant;
using GitOps.Engine.Live;
using GitOps.Engine.Manifests;
using GitOps.Kubernetes;
using GitOps.Kubernetes.Errors;
using GitOps.Kubernetes.Listing;
using GitOps.Kubernetes.Objects;
using GitOps.Kubernetes.Watching;

namespace GitOps.Actualizer.Cluster;

/// <summary>
/// Keeps <see cref="LiveObjects"/> equal to the cluster: one reflector per kind, for as long as the process runs. Where producers have
/// namespaces of their own it sees all namespaces, and keeps nothing of those that do not count.
/// </summary>
public sealed class ClusterWatches(
    KubernetesClient client,
    LiveObjects live,
    Namespaces namespaces,
    CompositionSettings composition,
    TenantSettings tenant,
    TimeProvider time,
    ILogger<ClusterWatches> log,
    ILogger<Reflector> reflectorLog) : BackgroundService
{
    /// <summary>How often a missing kind is looked for while something of it is to be made.</summary>
    private static readonly TimeSpan InstallationInterval = TimeSpan.FromSeconds(30);

    /// <summary>How often a missing right is looked for.</summary>
    private static readonly TimeSpan RightsInterval = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Reflector> _reflectors = [];
    private readonly IReadOnlyList<GroupVersionKind> _kinds = namespaces.IsOne
        ? [WatchedKinds.NetworkPolicy, .. WatchedKinds.BuiltIn]
        : [.. WatchedKinds.OfTenants, .. WatchedKinds.BuiltIn];
    private readonly HashSet<GroupVersionKind> _syncedKinds = [];

    /// <summary>Completes when every kind has been listed whole; before it nothing is known to be missing.</summary>
    public Task Synced => _synced.Task;

    /// <summary>How well each kind is followed at the moment.</summary>
    public IReadOnlyList<ReflectorHealth> Health
    {
        get { lock (_reflectors) return [.. _reflectors.Select(reflector => reflector.Health)]; }
    }

    /// <summary>What keeps the cluster from being listed, and what to do about it; null when nothing is known to.</summary>
    public string? Problem { get; private set; }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
    [
        .. _kinds.Select(kind => kind == WatchedKinds.NetworkPolicy ? FollowPoliciesAsync(stoppingToken) : FollowAsync(kind, stoppingToken)),
        FollowFunctionsAsync(stoppingToken),
    ]);

    /// <summary>
    /// Roles of before there were policies in a shared namespace do not allow to list them. Then nothing is applied, rather than without
    /// them; an operator who wants none says so, and needs no further right.
    /// </summary>
    private async Task FollowPoliciesAsync(CancellationToken stopping)
    {
        try
        {
            while (!await MayListPoliciesAsync(stopping))
            {
                if (tenant.NetworkPolicies == NetworkPolicyUse.Off)
                {
                    Take(WatchedKinds.NetworkPolicy, new ObjectEvent(ObjectEventType.Synced, default, default, "", null));
                    return;
                }
                log.LogError("Nothing is applied, and what runs keeps running: {Problem}", Problem);
                await Task.Delay(RightsInterval, time, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }
        await FollowAsync(WatchedKinds.NetworkPolicy, stopping);
    }

    /// <summary>Asked until there is an answer.</summary>
    private async Task<bool> MayListPoliciesAsync(CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                using var page = await client.ListPageAsync(WatchedKinds.NetworkPolicy, namespaces.IsOne ? namespaces.Shared : "", new ListOptions { PageSize = 1 }, null, stopping);
                Problem = null;
                return true;
            }
            catch (ForbiddenException error)
            {
                Problem = $"{error.Message} {NetworkPolicyRights.Hint}";
                return false;
            }
            catch (KubernetesException error)
            {
                log.LogWarning("Whether network policies may be listed could not be found out, trying again: {Reason}", error.Message);
                await Task.Delay(RetryInterval, time, stopping);
            }
        }
    }

    /// <summary>A kind that the cluster does not know has no objects. Who makes them waits for it to be installed; others look once.</summary>
    private async Task FollowFunctionsAsync(CancellationToken stopping)
    {
        var kind = WatchedKinds.KubelessFunction;
        var isMade = composition.FunctionsProvider == FunctionsProvider.Kubeless;
        try
        {
            while (!await IsServedAsync(kind, stopping))
            {
                Take(kind, new ObjectEvent(ObjectEventType.Synced, default, default, "", null));
                if (!isMade) return;
                await Task.Delay(InstallationInterval, time, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }
        await FollowAsync(kind, stopping);
    }

    /// <summary>Asked until there is an answer.</summary>
    private async Task<bool> IsServedAsync(GroupVersionKind kind, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                return await client.Discovery.IsServedAsync(kind, stopping);
            }
            catch (KubernetesException error)
            {
                log.LogWarning("Whether the cluster knows {Kind} could not be found out, trying again: {Reason}", kind, error.Message);
                await Task.Delay(RetryInterval, time, stopping);
            }
        }
    }

    private async Task FollowAsync(GroupVersionKind kind, CancellationToken stopping)
    {
        var reflector = namespaces.IsOne
            ? new Reflector(client, kind, namespaces.Shared, null, reflectorLog)
            : new Reflector(client, kind, "", new ReflectorOptions { Counts = item => namespaces.IsKnown(item.Namespace is { Length: > 0 } name ? name : item.Name) }, reflectorLog);
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

    /// <summary>Those that are always followed, and Kubeless' functions.</summary>
    private bool MarkSynced(GroupVersionKind kind)
    {
        lock (_syncedKinds)
        {
            _syncedKinds.Add(kind);
            return _syncedKinds.Count == _kinds.Count + 1;
        }
    }
}
