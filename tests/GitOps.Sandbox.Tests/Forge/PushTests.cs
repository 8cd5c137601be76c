using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace GitOps.Sandbox.Tests.Forge;

internal sealed class PushTests : ForgeFixture
{
    private static readonly string Zero = new('0', 40);

    [Test]
    public async Task Push_ToEmptyRepository_IsSeenByTheApi()
    {
        var git = await WorkingCopyAsync();
        git.Write("svc/app.yaml", "name: app\n");
        var commit = await git.CommitAsync("first");

        await git.RunAsync("push", "-q", "origin", "main");

        var branch = await GetAsync(Admin, "repos/al/dev/branches/main");
        Assert.That(branch.GetProperty("commit").GetProperty("id").GetString(), Is.EqualTo(commit));
        var repository = await GetAsync(Admin, "repos/al/dev");
        Assert.That(repository.GetProperty("empty").GetBoolean(), Is.False);
        Assert.That(await Admin.GetStringAsync("repos/al/dev/raw/svc/app.yaml"), Is.EqualTo("name: app\n"));
    }

    [Test]
    public async Task Push_First_FiresCreateThenPushFromZero()
    {
        await using var receiver = await ListenAsync();
        var git = await WorkingCopyAsync();
        git.Write("svc/app.yaml", "name: app\n");
        var commit = await git.CommitAsync("first");

        await git.RunAsync("push", "-q", "origin", "main");
        await Server.Forge.WebhooksSentAsync();

        Assert.That(receiver.Deliveries.Select(delivery => delivery.Event), Is.EqualTo(new[] { "create", "push" }));
        var push = receiver.Of("push").Single();
        Assert.That(push.Text("ref"), Is.EqualTo("refs/heads/main"));
        Assert.That(push.Text("before"), Is.EqualTo(Zero));
        Assert.That(push.Text("after"), Is.EqualTo(commit));
        var told = push.Body.GetProperty("commits").EnumerateArray().Single();
        Assert.That(told.GetProperty("added").Deserialize<string[]>(), Is.EqualTo(new[] { "svc/app.yaml" }));
        Assert.That(told.GetProperty("committer").GetProperty("email").GetString(), Is.EqualTo("al@example.com"));
    }

    [Test]
    public async Task Push_OfSeveralCommits_ListsThemNewestFirstAndFiveAtMost()
    {
        var git = await WorkingCopyAsync();
        await PushAsync(git, "a", "1");
        await using var receiver = await ListenAsync();
        for (var number = 0; number < 7; number++)
        {
            git.Write($"file-{number}", "x");
            await git.CommitAsync($"commit {number}");
        }

        await git.RunAsync("push", "-q", "origin", "main");
        await Server.Forge.WebhooksSentAsync();

        var push = receiver.Of("push").Single().Body;
        Assert.That(push.GetProperty("total_commits").GetInt32(), Is.EqualTo(7));
        Assert.That(Messages(push), Is.EqualTo(new[] { "commit 6\n", "commit 5\n", "commit 4\n", "commit 3\n", "commit 2\n" }));
    }

    [Test]
    public async Task Push_Forced_TellsOfTheNewCommitsAlone()
    {
        var git = await WorkingCopyAsync();
        await PushAsync(git, "a", "1");
        var lost = await PushAsync(git, "a", "2");
        await using var receiver = await ListenAsync();
        await git.RunAsync("reset", "-q", "--hard", "HEAD~1");
        git.Write("a", "3");
        var kept = await git.CommitAsync("rewritten");

        await git.RunAsync("push", "-q", "--force", "origin", "main");
        await Server.Forge.WebhooksSentAsync();

        var push = receiver.Of("push").Single();
        Assert.That((push.Text("before"), push.Text("after")), Is.EqualTo((lost, kept)));
        Assert.That(Messages(push.Body), Is.EqualTo(new[] { "rewritten\n" }));
    }

    [Test]
    public async Task Push_DeletingABranch_FiresDeleteAlone()
    {
        var git = await WorkingCopyAsync();
        await PushAsync(git, "a", "1");
        await git.RunAsync("push", "-q", "origin", "main:feature/one");
        await Server.Forge.WebhooksSentAsync();
        await using var receiver = await ListenAsync();

        await git.RunAsync("push", "-q", "origin", "--delete", "feature/one");
        await Server.Forge.WebhooksSentAsync();

        var deletion = receiver.Deliveries.Single();
        Assert.That((deletion.Event, deletion.Text("ref"), deletion.Text("ref_type")), Is.EqualTo(("delete", "feature/one", "branch")));
        using var branch = await Admin.GetAsync("repos/al/dev/branches/feature/one");
        Assert.That((int)branch.StatusCode, Is.EqualTo(404));
    }

    [Test]
    public async Task Push_OfNothingNew_FiresNothing()
    {
        var git = await WorkingCopyAsync();
        await PushAsync(git, "a", "1");
        await Server.Forge.WebhooksSentAsync();
        await using var receiver = await ListenAsync();

        await git.RunAsync("push", "-q", "origin", "main");
        await Server.Forge.WebhooksSentAsync();

        Assert.That(receiver.Deliveries, Is.Empty);
    }

    [Test]
    public async Task Push_LargerThanGitsBuffer_ArrivesInChunks()
    {
        var git = await WorkingCopyAsync();
        var noise = new byte[300_000];
        new Random(1).NextBytes(noise);
        await File.WriteAllBytesAsync(Path.Combine(git.Directory, "noise.bin"), noise);
        await git.CommitAsync("noise");

        await git.RunAsync("-c", "http.postBuffer=65536", "push", "-q", "origin", "main");

        Assert.That(await Admin.GetByteArrayAsync("repos/al/dev/raw/noise.bin"), Is.EqualTo(noise));
    }

    [Test]
    public async Task Push_FromManyAtOnce_TellsOfEachBranchOnce()
    {
        const int pushers = 6;
        var git = await WorkingCopyAsync();
        await PushAsync(git, "a", "1");
        await Server.Forge.WebhooksSentAsync();
        await using var receiver = await ListenAsync();
        var copies = new List<(GitClient Git, string Commit)>();
        for (var number = 0; number < pushers; number++)
        {
            var copy = await WorkingCopyAsync();
            copy.Write("own", $"{number}");
            copies.Add((copy, await copy.CommitAsync($"from {number}")));
        }

        await Task.WhenAll(copies.Select((copy, number) => copy.Git.RunAsync("push", "-q", "origin", $"HEAD:branch-{number}")));
        await Server.Forge.WebhooksSentAsync();

        Assert.That(receiver.Of("push").Select(push => push.Text("after")), Is.EquivalentTo(copies.Select(copy => copy.Commit)));
        Assert.That((await GetAsync(Admin, "repos/al/dev")).GetProperty("branch_count").GetInt32(), Is.EqualTo(pushers + 1));
    }

    [Test]
    public async Task Push_FromTwoToOneBranch_OneWinsAndTheOtherIsTold()
    {
        var first = await WorkingCopyAsync();
        await PushAsync(first, "a", "1");
        var copies = new[] { await WorkingCopyAsync(), await WorkingCopyAsync() };
        foreach (var (copy, number) in copies.Select((copy, number) => (copy, number)))
        {
            await copy.RunAsync("pull", "-q", "origin", "main");
            copy.Write("a", $"from {number}");
            await copy.CommitAsync("mine");
        }

        var results = await Task.WhenAll(copies.Select(copy => copy.TryAsync("push", "-q", "origin", "main")));

        Assert.That(results.Count(result => result.Code == 0), Is.EqualTo(1));
        var winner = copies[Array.FindIndex(results, result => result.Code == 0)];
        Assert.That(Server.Forge.Head("al", "dev"), Is.EqualTo((await winner.RunAsync("rev-parse", "HEAD")).Trim()));
    }

    [Test]
    public async Task Push_OfAClientThatHangsUp_LeavesNothingBehindThatStopsTheNext()
    {
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(Server.Url.Host, Server.Url.Port);
            await using var stream = socket.GetStream();
            var head = $"POST /al/dev.git/git-receive-pack HTTP/1.1\r\nHost: {Server.Url.Authority}\r\nAuthorization: token {AlsToken}\r\n"
                + "Content-Type: application/x-git-receive-pack-request\r\nContent-Length: 100000\r\n\r\n"
                + $"0078{Zero} {new string('1', 40)} refs/heads/main\0report-status side-band-64k";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        }

        var git = await WorkingCopyAsync();
        var commit = await PushAsync(git, "a", "1");

        Assert.That(Server.Forge.Head("al", "dev"), Is.EqualTo(commit));
    }

    [Test]
    public async Task Push_OfAnotherFirstBranch_MakesItTheDefault()
    {
        var git = await WorkingCopyAsync();
        git.Write("a", "1");
        await git.CommitAsync("first");

        await git.RunAsync("push", "-q", "origin", "main:trunk");

        Assert.That((await GetAsync(Admin, "repos/al/dev")).GetProperty("default_branch").GetString(), Is.EqualTo("trunk"));
    }

    private static async Task<string> PushAsync(GitClient git, string path, string content)
    {
        git.Write(path, content);
        var commit = await git.CommitAsync($"{path} {content}");
        await git.RunAsync("push", "-q", "origin", "main");
        return commit;
    }

    private static IEnumerable<string?> Messages(JsonElement push) => push.GetProperty("commits").EnumerateArray().Select(commit => commit.GetProperty("message").GetString());
}
