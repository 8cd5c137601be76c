using GitOps.Configstore.Tests.World;
using GitOps.Sandbox.Forge;
using GitOps.Testing;

namespace GitOps.Configstore.Tests.Snapshots;

public sealed class CachePruningTests
{
    [Test]
    public async Task Start_CachesHoldMoreThanAllowed_LeastRecentlyUsedGoes()
    {
        await using var world = await GiteaAndConfigstore.PrepareAsync(("FULL_SCAN_INTERVAL", "3600"));
        world.AddProducer("al");
        await world.Forge.CommitAsync(
            "customer-al", "dev", [.. Enumerable.Range(0, 50).Select(i => ForgeFile.Text($"common/models/m{i}.json", $"{{\"name\":\"m{i}\"}}"))], "Models");
        await world.StartConfigstoreAsync();
        await world.UntilListedAsync();
        var read = await world.SnapshotAsync("al");
        var mirrors = Path.Combine(world.DataDirectory, "mirrors");
        Assert.That(Directory.EnumerateFiles(mirrors, "HEAD", SearchOption.AllDirectories), Is.Not.Empty, "git fetched the models");
        await world.StopConfigstoreAsync();
        var now = DateTime.UtcNow;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(world.DataDirectory, "mirrors"), "last", SearchOption.AllDirectories)) File.SetLastWriteTimeUtc(file, now.AddDays(-30));
        foreach (var folder in (string[])["blobs", "manifests"])
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(world.DataDirectory, folder), "*", SearchOption.AllDirectories)) File.SetLastWriteTimeUtc(file, now.AddDays(-1));
        }
        var old = Enumerable.Range(0, 8).Select(i => Filler(world, $"{i:x2}{new string('a', 38)}", now.AddDays(-20 + i))).ToList();

        await world.StartConfigstoreAsync(("CACHE_BYTES", "1048576"));
        await world.UntilListedAsync();
        await Eventually.That(() => Task.FromResult(old.Count(File.Exists)), Is.EqualTo(3), "3 of 8 files of 256 KiB fit into nine tenths of a MiB");

        Assert.That(old[^3..], Is.All.Matches<string>(File.Exists), "the last used ones");
        Assert.That(Directory.EnumerateFiles(mirrors, "HEAD", SearchOption.AllDirectories), Is.Empty, "the mirror was used before them");
        Assert.That((await world.SnapshotAsync("al")).Dev.Documents, Is.EquivalentTo(read.Dev.Documents));
        Assert.That(world.Network.Requests.Count(request => request.Path.Contains("/git/trees/", StringComparison.Ordinal)), Is.EqualTo(2), "what was used lately is still there");
    }

    [Test]
    public async Task Snapshot_CacheWasEmptied_IsReadAgain()
    {
        await using var world = await GiteaAndConfigstore.StartAsync(("SNAPSHOT_MEMORY_BYTES", "0"));
        world.AddProducer("al");
        await world.UntilHeadAsync("al", world.Forge.Head("customer-al", "dev")!);
        var before = await world.SnapshotAsync("al");
        foreach (var folder in (string[])["blobs", "manifests"]) Directory.Delete(Path.Combine(world.DataDirectory, folder), recursive: true);

        Assert.That((await world.SnapshotAsync("al")).Dev.Documents, Is.EquivalentTo(before.Dev.Documents));
    }

    [Test]
    public async Task Push_ManyTimes_KeepsTheLastManifestsOfTheRepositoryOnly()
    {
        await using var world = await GiteaAndConfigstore.StartAsync(("MAX_ENVIRONMENTS", "0"));
        world.AddProducer("al");
        var commit = "";
        for (var i = 0; i < 60; i++)
        {
            commit = await world.CommitAsync("al", GiteaAndConfigstore.Document($"{i}"));
            await world.UntilHeadAsync("al", commit);
            await world.SnapshotAsync("al");
        }

        var kept = Directory.GetDirectories(Path.Combine(world.DataDirectory, "manifests")).Max(folder => Directory.GetFiles(folder).Length);
        Assert.That(kept, Is.LessThanOrEqualTo(26));
        Assert.That(Directory.EnumerateFiles(Path.Combine(world.DataDirectory, "manifests"), commit, SearchOption.AllDirectories), Is.Not.Empty, "the newest one");
    }

    private static string Filler(GiteaAndConfigstore world, string sha, DateTime used)
    {
        var path = Path.Combine(world.DataDirectory, "blobs", sha[..2], sha[2..]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, new byte[256 * 1024]);
        File.SetLastWriteTimeUtc(path, used);
        return path;
    }
}
