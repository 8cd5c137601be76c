using GitOps.Configstore.Tests.World;
using GitOps.Sandbox.Forge;

namespace GitOps.Configstore.Tests;

public sealed class GitTransportTests
{
    [Test]
    public async Task Snapshot_ManyMissingBlobs_AreReadByOneFetch()
    {
        await using var world = await GiteaAndConfigstore.PrepareAsync(("FULL_SCAN_INTERVAL", "3600"));
        world.AddProducer("al");
        await world.Forge.CommitAsync(
            "customer-al", "dev", [.. Enumerable.Range(0, 50).Select(i => ForgeFile.Text($"common/models/m{i}.json", $"{{\"name\":\"m{i}\"}}"))], "Models");
        await world.StartConfigstoreAsync();
        await world.UntilListedAsync();

        var snapshot = await world.SnapshotAsync("al");

        Assert.That(snapshot.Dev.Documents, Has.Count.EqualTo(51));
        Assert.That(snapshot.Dev.Documents["common/models/m49.json"], Is.EqualTo("{\"name\":\"m49\"}"));
        Assert.That(world.Network.Requests.Count(request => request.Path.StartsWith("/api/v1/repos/customer-al/dev/git/blobs/", StringComparison.Ordinal)), Is.Zero);
    }
}
