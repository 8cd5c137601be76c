using GitOps.Configstore.Tests.World;
using GitOps.Testing;
using GitOps.Testing.Faults;

namespace GitOps.Configstore.Tests;

/// <summary>What is kept under DATA_DIR saves work and is never wrong.</summary>
public sealed class RestartTests
{
    private GiteaAndConfigstore _world = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _world = await GiteaAndConfigstore.PrepareAsync(("SCAN_OVERLAP", "1"));
        _world.AddProducer("al");
        _world.AddProducer("bo");
        await _world.StartConfigstoreAsync();
        await _world.UntilListedAsync();
        await _world.SnapshotAsync("al");
        // Heads count as certain once Gitea's clock has left the second of the last update.
        await Eventually.That(
            () => _world.Network.Requests.TakeLast(20).Select(request => request.Path),
            Has.Exactly(20).Items.And.None.Contains("/git/refs/"),
            "no branch is read any more");
    }

    [TearDown]
    public async Task StopAsync() => await _world.DisposeAsync();

    [Test]
    public async Task Restart_NothingChanged_ReadsNoBranchTreeOrBlob()
    {
        await _world.StopConfigstoreAsync();
        var before = _world.Network.Requests.Count;

        await _world.StartConfigstoreAsync();
        await Eventually.That(() => _world.ReadinessAsync(), Does.Contain("incremental scan succeeded").And.Contains("full scan succeeded"));
        await _world.SnapshotAsync("al");

        var since = _world.Network.Requests.Skip(before).Select(request => request.Path);
        Assert.That(since.Where(path => path.Contains("/git/", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task Restart_WhileGiteaIsDown_ServesTheListingOfBefore()
    {
        var before = await _world.HeadsAsync();
        await _world.StopConfigstoreAsync();
        _world.Network.Faults.Add(Fault.Reset());

        await _world.StartConfigstoreAsync();

        Assert.That((await _world.HeadsAsync()).Values.Select(head => head.Revision), Is.EqualTo(before.Values.Select(head => head.Revision)));
        Assert.That((await _world.SnapshotAsync("al")).Dev.Documents, Contains.Key("lunchbadger.json"));
    }

    [Test]
    public async Task Restart_PushedWhileStopped_IsFound()
    {
        await _world.StopConfigstoreAsync();
        var commit = await _world.CommitAsync("al", GiteaAndConfigstore.Document("meanwhile"));

        await _world.StartConfigstoreAsync();

        await _world.UntilHeadAsync("al", commit);
    }

    [Test]
    public async Task Restart_DamagedRegistry_IsRebuiltAndNotServed()
    {
        await _world.StopConfigstoreAsync();
        var file = Path.Combine(_world.DataDirectory, "registry");
        var text = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, text.Replace("customer", "custom3r", StringComparison.Ordinal).Replace("\"head\":\"", "\"head\":\"f", StringComparison.Ordinal));

        await _world.StartConfigstoreAsync();
        await _world.UntilListedAsync();

        Assert.That((await _world.HeadsAsync()).Keys, Is.EquivalentTo(new[] { "al", "bo" }));
    }

    [Test]
    public async Task Restart_RegistryTornInItsLastLine_KeepsTheRest()
    {
        await _world.StopConfigstoreAsync();
        await File.AppendAllTextAsync(Path.Combine(_world.DataDirectory, "registry"), "0123456789abcdef al {\"produ");
        _world.Network.Faults.Add(Fault.Reset());

        await _world.StartConfigstoreAsync();

        Assert.That((await _world.HeadsAsync()).Keys, Is.EquivalentTo(new[] { "al", "bo" }));
    }

    [Test]
    public async Task Snapshot_DamagedBlobAndManifest_AreReadAnew()
    {
        await _world.StopConfigstoreAsync();
        foreach (var folder in (string[])["blobs", "manifests"])
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(_world.DataDirectory, folder), "*", SearchOption.AllDirectories))
                await File.WriteAllTextAsync(file, "damaged");
        }
        await _world.StartConfigstoreAsync();

        var snapshot = await _world.SnapshotAsync("al");

        Assert.That(snapshot.Dev.Documents["lunchbadger.json"], Is.EqualTo(GiteaAndConfigstore.Document("al")));
    }
}
