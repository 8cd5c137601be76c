using GitOps.Sandbox.Cluster.Errors;
using GitOps.Sandbox.Cluster.Json;
using GitOps.Sandbox.Cluster.Registry;
using GitOps.Sandbox.Cluster.Resources;
using GitOps.Sandbox.Cluster.Schemas;

namespace GitOps.Sandbox.Cluster.Controllers;

/// <summary>Forgets Events after an hour, as clusters do, so that a sandbox that runs for long does not grow.</summary>
internal sealed class EventExpiry(SandboxCluster cluster)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private readonly ApiResource _events = cluster.Catalog.Get("", "v1", "events");

    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Interval, cluster.Clock);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            var limit = cluster.Clock.GetUtcNow() - Lifetime;
            foreach (var value in cluster.Store.Snapshot(_events.StorageKey).Objects(null))
            {
                var json = value.Parse();
                var last = Timestamps.Parse(json.Text("lastTimestamp")) ?? Timestamps.Parse(json.Object("metadata").Text("creationTimestamp"));
                if (last < limit)
                    Forget(value.Key);
            }
        }
    }

    private void Forget(Storage.ObjectKey key)
    {
        try
        {
            cluster.Remover.Delete(_events, key, new DeleteRequest());
        }
        catch (ApiException error) when (error.Code == 404)
        {
            // Gone already, as wanted.
        }
    }
}
