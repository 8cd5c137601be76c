using GitOps.Sandbox.Cluster.Controllers;
using GitOps.Sandbox.Cluster.Storage;

namespace GitOps.Sandbox.Cluster;

/// <summary>
/// Runs a cluster with the process: restores it, runs its controllers, keeps its copy on disk, and ends watches before the
/// connections are closed, so that they end in order.
/// </summary>
internal sealed class SandboxClusterService(SandboxCluster cluster, ILoggerFactory loggers, IHostApplicationLifetime lifetime) : BackgroundService
{
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        cluster.EnsureSystemObjects();
        lifetime.ApplicationStopping.Register(cluster.Stop);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, cluster.Stopping);
        try
        {
            await Task.WhenAll(Loops(end.Token));
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    private IEnumerable<Task> Loops(CancellationToken cancellation)
    {
        yield return new NamespaceController(cluster, loggers.CreateLogger<NamespaceController>()).RunAsync(cancellation);
        yield return new GarbageCollector(cluster, loggers.CreateLogger<GarbageCollector>()).RunAsync(cancellation);
        if (cluster.Saved is { } file)
            yield return new SnapshotSaver(cluster.Store, file, cluster.Options.SaveDelay, cluster.Clock, loggers.CreateLogger<SnapshotSaver>()).RunAsync(cancellation);
        yield return new EventExpiry(cluster).RunAsync(cancellation);
        if (!cluster.Options.RunControllers)
            yield break;
        yield return new DeploymentController(cluster, loggers.CreateLogger<DeploymentController>()).RunAsync(cancellation);
        yield return new ReplicaSetController(cluster, loggers.CreateLogger<ReplicaSetController>()).RunAsync(cancellation);
    }
}
