using GitOps.EndToEnd.Tests.World;
using GitOps.Model.Api;
using GitOps.Testing;

namespace GitOps.EndToEnd.Tests;

/// <summary>Where nothing changes, nothing is asked and nothing is written: counted at the servers.</summary>
[TestFixture(ClusterKind.Sandbox)]
[TestFixture(ClusterKind.Real)]
public sealed class SteadyStateTests(ClusterKind kind) : EndToEndFixture(kind)
{
    private static readonly TimeSpan SeveralResyncs = TimeSpan.FromSeconds(3);

    [Test]
    public async Task Promise4_NothingChanges_NoReadsAndNoWritesButWatchesLeaseAndTheIncrementalScan()
    {
        await World.Configstore.StopAsync();
        await World.Configstore.StartAsync(("FULL_SCAN_INTERVAL", "3600"), ("HOOK_CHECK_INTERVAL", "3600"), ("HEAD_CHECK_RATE", "0"), ("HEAD_CATCH_UP_RATE", "0"));
        var al = await World.RunningProducerAsync("al", new Project(new Gateway("g1", "Shop")));
        var bo = await World.CreateProducerAsync("bo");
        await World.UntilAsync(bo, ReconcileState.Succeeded);
        await Eventually.That(() => World.Cluster.ReadyPodsAsync("al"), Has.Count.EqualTo(3));
        await Eventually.That(() => World.Cluster.ReadyPodsAsync("bo"), Has.Count.EqualTo(2));
        await Eventually.That(
            async () =>
            {
                World.GiteaNetwork.ClearRequests();
                await Consistently.That(() => World.GiteaNetwork.Requests.Where(IsNoScan), Is.Empty);
                return true;
            },
            "what was pushed is settled: updated_at is some seconds old, so the scan reads no head any more");

        World.GiteaNetwork.ClearRequests();
        World.TestCluster.MarkRequests();
        var listings = Listings();

        await Consistently.That(() => World.GiteaNetwork.Requests.Where(IsNoScan), Is.Empty, "Gitea is asked by the scan alone", SeveralResyncs);
        Assert.That(Listings(), Is.GreaterThanOrEqualTo(listings + 2), "several resyncs have passed");
        Assert.That(World.TestCluster.RequestsSinceMark().Where(IsNeitherWatchNorLease), Is.Empty);
    }

    private int Listings() => World.ConfigstoreNetwork.Requests.Count(request => request.Path == "/environments");

    private static bool IsNoScan(Testing.Faults.ProxiedRequest request) =>
        !(request.Method == "GET" && request.Path == "/api/v1/repos/search" && request.Query.Contains("sort=updated", StringComparison.Ordinal));

    private static bool IsNeitherWatchNorLease(string request) =>
        !request.Contains("watch=", StringComparison.Ordinal) && !request.Contains("/leases/", StringComparison.Ordinal);
}
