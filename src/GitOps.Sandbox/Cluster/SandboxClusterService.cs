
namespace GitOps.Sandbox.Cluster;

/// <summary>Starts a cluster with the process and stops it before the connections are closed, so that watches end in order.</summary>
internal sealed class SandboxClusterService(SandboxCluster cluster, IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        cluster.EnsureSystemObjects();
        lifetime.ApplicationStopping.Register(cluster.Stop);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        cluster.Stop();
        return Task.CompletedTask;
    }
}
