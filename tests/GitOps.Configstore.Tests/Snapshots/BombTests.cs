using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using GitOps.Configstore.Tests.World;
using GitOps.Sandbox.Forge;
using GitOps.Testing;
using GitOps.Testing.Faults;

namespace GitOps.Configstore.Tests.Snapshots;

/// <summary>Repositories that are small to push and endless to read.</summary>
public sealed class BombTests
{
    private const string Trees = "/api/v1/repos/customer-al/dev/git/trees/";

    [TestCase(350, 2, "122850")]
    [TestCase(10, 10, "billions of")]
    public async Task Push_TreeThatListsAsMoreThanIsRead_IsToldRememberedAndKeepsNothing(int width, int levels, string told)
    {
        await using var world = await GiteaAndConfigstore.PrepareAsync(("FULL_SCAN_INTERVAL", "3600"));
        world.AddProducer("al");
        await world.StartConfigstoreAsync();
        await world.UntilListedAsync();
        using var copy = await WorkingCopy.CloneAsync(world, "customer-al/dev");
        var good = (await copy.GitAsync("rev-parse", "HEAD")).Trim();
        await world.UntilHeadAsync("al", good);
        var before = BytesBelow(world.DataDirectory);
        var allocated = GC.GetTotalAllocatedBytes();

        var commit = await copy.PushTreeAsync(await BombAsync(copy, width, levels));
        await world.UntilHeadAsync("al", commit);
        var snapshot = await world.SnapshotAsync("al");

        Assert.That(snapshot.Dev.Commit, Is.EqualTo(commit));
        Assert.That(snapshot.Dev.Documents, Is.Empty);
        var problem = snapshot.Dev.Problems.Single();
        Assert.That(problem.File, Is.EqualTo("dev"));
        Assert.That(problem.Reason, Is.EqualTo($"has {told} files and folders; 20000 are read"));
        Assert.That(problem.Hint, Does.Contain("MAX_REPOSITORY_ENTRIES"));
        Assert.That(GC.GetTotalAllocatedBytes() - allocated, Is.LessThan(512L * 1024 * 1024), "bytes that forge and configstore took, all together");
        Assert.That(BytesBelow(world.DataDirectory) - before, Is.LessThan(64 * 1024), "what is kept of it on disk");

        await world.StopConfigstoreAsync();
        await world.StartConfigstoreAsync();
        await world.UntilListedAsync();
        Assert.That((await world.SnapshotAsync("al")).Dev.Problems.Single(), Is.EqualTo(problem));
        var file = await world.Client.GetAsync("/producers/al/envs/dev/files/dev/lunchbadger.json");
        Assert.That(file.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity), await file.Content.ReadAsStringAsync());
        Assert.That(
            world.Network.Requests.Count(request => request.Path == Trees + commit), Is.EqualTo(1), "one page tells, also after a restart: a commit never changes");

        await copy.GitAsync("reset", "-q", "--hard", good);
        await copy.GitAsync("push", "-q", "-f", "origin", "HEAD");
        await world.UntilHeadAsync("al", good);
        Assert.That((await world.SnapshotAsync("al")).Dev.Problems, Is.Empty);
    }

    [Test]
    public async Task Edit_OfWhatIsTooLargeToRead_IsRefusedWithTheReason()
    {
        await using var world = await GiteaAndConfigstore.StartAsync();
        world.AddProducer("al");
        using var copy = await WorkingCopy.CloneAsync(world, "customer-al/dev");
        var commit = await copy.PushTreeAsync(await BombAsync(copy, 350, 2));
        await world.UntilHeadAsync("al", commit);

        using var whole = await world.Client.PutAsync(
            "/producers/al/envs/dev/project-api/api/WorkspaceFiles/files",
            JsonContent.Create(new { files = new Dictionary<string, string> { ["package.json"] = "{}" } }));

        Assert.That(whole.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity), await whole.Content.ReadAsStringAsync());
        Assert.That(await whole.Content.ReadAsStringAsync(), Does.Contain("122850 files and folders"));
        Assert.That(world.Forge.Head("customer-al", "dev"), Is.EqualTo(commit));
    }

    [Test]
    public async Task Snapshot_TreeThatGiteaCannotList_IsJudgedByItsFolders()
    {
        await using var world = await GiteaAndConfigstore.PrepareAsync(("FULL_SCAN_INTERVAL", "3600"));
        world.AddProducer("al");
        world.AddProducer("bo");
        world.Network.Faults.Add(Fault.Status(500).When(IsListingOfAll));
        await world.StartConfigstoreAsync();
        await world.UntilListedAsync();
        using var copy = await WorkingCopy.CloneAsync(world, "customer-al/dev");

        var commit = await copy.PushTreeAsync(await BombAsync(copy, 10, 10));
        await world.UntilHeadAsync("al", commit);

        Assert.That((await world.SnapshotAsync("al")).Dev.Problems.Single().Reason, Does.Contain("files and folders; 20000 are read"));
        var asked = world.Network.Requests.Where(request => request.Path.StartsWith(Trees, StringComparison.Ordinal)).ToList();
        Assert.That(asked, Has.Count.LessThan(20), "a folder that is shared is asked for once");
        var normal = await world.SnapshotAsync("bo");
        Assert.That(normal.Dev.Documents, Contains.Key("lunchbadger.json"), "what Gitea lists in parts is read like what it lists at once");
        Assert.That(normal.Functions.Documents, Contains.Key("hello/serverless.yml"));
    }

    [Test]
    public async Task Snapshot_FoldersWithinFoldersWithoutEnd_IsAProblem()
    {
        await using var world = await GiteaAndConfigstore.StartAsync();
        world.AddProducer("al");
        using var copy = await WorkingCopy.CloneAsync(world, "customer-al/dev");

        var commit = await copy.PushTreeAsync(await BombAsync(copy, width: 1, levels: 300));
        await world.UntilHeadAsync("al", commit);

        Assert.That((await world.SnapshotAsync("al")).Dev.Problems.Single().Reason, Does.Contain("64 are read"));
    }

    [Test]
    public async Task Push_WhileAnotherTenantPushesBombs_IsServedAtOnce()
    {
        await using var world = await GiteaAndConfigstore.PrepareAsync(("FULL_SCAN_INTERVAL", "3600"), ("SCAN_INTERVAL", "3600"), ("GITEA_TIMEOUT", "20"));
        world.AddProducer("al");
        world.AddProducer("bo");
        await world.StartConfigstoreAsync();
        await world.UntilListedAsync();
        // Gitea needs for ever to list what al pushes.
        world.Network.Faults.Add(Fault.Hang().When(request => request.Path.StartsWith("/api/v1/repos/customer-al/", StringComparison.Ordinal) && IsListingOfAll(request)));
        using var copy = await WorkingCopy.CloneAsync(world, "customer-al/dev");
        await copy.PushTreeAsync(await BombAsync(copy, 10, 10));
        for (var i = 0; i < 40; i++) await world.Forge.CommitAsync("customer-al", "dev", [ForgeFile.Text("lunchbadger.json", $"{{\"n\":{i}}}")], "Again");
        await Eventually.That(
            () => Task.FromResult(world.Network.Requests.Count(request => request.Path.StartsWith(Trees, StringComparison.Ordinal))), Is.GreaterThan(0), "al is being read");

        var watch = Stopwatch.StartNew();
        var commit = await world.CommitAsync("bo", GiteaAndConfigstore.Document("quick"));
        await world.UntilHeadAsync("bo", commit);
        var snapshot = await world.SnapshotAsync("bo");

        Assert.That(snapshot.Dev.Documents["lunchbadger.json"], Does.Contain("quick"));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(10)), "al's forty readings take two seconds each at least");
    }

    private static bool IsListingOfAll(ProxiedRequest request) =>
        request.Path.Contains("/git/trees/", StringComparison.Ordinal) && request.Query.Contains("recursive=true", StringComparison.OrdinalIgnoreCase);

    /// <summary>A valid project beside a folder of as many folders, each of as many, and so on: all the same, so that git stores each level once.</summary>
    private static async Task<string> BombAsync(WorkingCopy copy, int width, int levels)
    {
        copy.Write("nothing", "");
        var blob = (await copy.GitAsync("hash-object", "-w", "nothing")).Trim();
        var tree = await copy.TreeAsync(Enumerable.Range(0, width).Select(i => $"100644 blob {blob}\tfile{i:d4}"));
        for (var level = 1; level < levels; level++) tree = await copy.TreeAsync(Enumerable.Range(0, width).Select(i => $"040000 tree {tree}\tfolder{i:d4}"));
        return levels == 2 ? tree : await copy.TreeAsync([$"040000 tree {tree}\tfolder"]);
    }

    private static long BytesBelow(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Exists ? file.Length : 0);
}
