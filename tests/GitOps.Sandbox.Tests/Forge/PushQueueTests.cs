using System.Net;
using System.Text.Json;
using GitOps.Sandbox.Forge;
using GitOps.Sandbox.Forge.Webhooks;
using GitOps.Testing;

namespace GitOps.Sandbox.Tests.Forge;

/// <summary>What Gitea's asynchronous queue does with a push, and what is left of it when Gitea ends before: as a real one was seen to do.</summary>
internal sealed class PushQueueTests : ForgeFixture
{
    private static readonly TimeSpan ForEver = TimeSpan.FromHours(1);

    [Test]
    public async Task Push_InTheQueue_IsInGitAndTheBranchesAndNotYetInTheUpdateTime()
    {
        await Server.Forge.CommitAsync("al", "dev", [ForgeFile.Text("a", "1")], "first");
        await Server.Forge.WebhooksSentAsync();
        var before = await UpdatedAsync();
        await RestartAsync(ForEver);
        await using var receiver = await ListenAsync();

        var commit = await Server.Forge.CommitAsync("al", "dev", [ForgeFile.Text("a", "2")], "second");

        Assert.That((await GetAsync(Admin, "repos/al/dev/branches/main")).GetProperty("commit").GetProperty("id").GetString(), Is.EqualTo(commit));
        Assert.That(await HeadInGitAsync(), Is.EqualTo(commit));
        Assert.That(await UpdatedAsync(), Is.EqualTo(before));
        Assert.That(receiver.Deliveries, Is.Empty);
    }

    [Test]
    public async Task FirstPush_InTheQueue_IsInGitAlone()
    {
        await RestartAsync(ForEver);

        var commit = await PushFirstAsync();

        Assert.That(await HeadInGitAsync(), Is.EqualTo(commit));
        Assert.That((await GetAsync(Admin, "repos/al/dev")).GetProperty("empty").GetBoolean(), Is.True);
        Assert.That(await StatusesAsync(), Is.EqualTo(new[] { HttpStatusCode.OK, HttpStatusCode.InternalServerError, HttpStatusCode.Conflict }));
    }

    [Test]
    public async Task LevelQueue_ForgeEndedRightAfterAPush_HandlesItAfterTheNextStart()
    {
        await using var receiver = await ListenAsync();
        await RestartAsync(ForEver);
        var commit = await PushFirstAsync();

        await RestartAsync();

        await Eventually.That(() => receiver.Of("push").Select(push => push.Text("after")), Is.EqualTo(new[] { commit }));
        Assert.That((await GetAsync(Admin, "repos/al/dev")).GetProperty("empty").GetBoolean(), Is.False);
        await RestartAsync();
        await Server.Forge.WebhooksSentAsync();
        Assert.That(receiver.Of("push").Count(), Is.EqualTo(1), "once is enough");
    }

    [Test]
    public async Task ChannelQueue_ForgeEndedRightAfterAPush_NeverTellsOfIt()
    {
        await Server.Forge.CommitAsync("al", "dev", [ForgeFile.Text("a", "1")], "first");
        await Server.Forge.WebhooksSentAsync();
        var before = await UpdatedAsync();
        await using var receiver = await ListenAsync();
        await RestartAsync(ForEver, PushQueue.Channel);
        var commit = await Server.Forge.CommitAsync("al", "dev", [ForgeFile.Text("a", "2")], "second");

        await RestartAsync();

        await Server.Forge.WebhooksSentAsync();
        Assert.That(await HeadInGitAsync(), Is.EqualTo(commit));
        Assert.That(await UpdatedAsync(), Is.EqualTo(before));
        Assert.That(receiver.Deliveries, Is.Empty);
    }

    [Test]
    public async Task ChannelQueue_FirstPushLost_StaysEmptyUntilAnotherBranchComes()
    {
        await RestartAsync(ForEver, PushQueue.Channel);
        await PushFirstAsync();
        await RestartAsync();
        var git = await WorkingCopyAsync();
        await git.RunAsync("pull", "-q", "origin", "main");

        git.Write("a", "2");
        await git.CommitAsync("second");
        await git.RunAsync("push", "-q", "origin", "main");
        await Server.Forge.WebhooksSentAsync();

        Assert.That((await GetAsync(Admin, "repos/al/dev")).GetProperty("empty").GetBoolean(), Is.True, "more pushes of that branch do not heal it");
        await git.RunAsync("push", "-q", "origin", "main:other");
        await Server.Forge.WebhooksSentAsync();
        Assert.That((await GetAsync(Admin, "repos/al/dev")).GetProperty("empty").GetBoolean(), Is.False);
        Assert.That((await GetAsync(Admin, "repos/al/dev/branches")).GetArrayLength(), Is.EqualTo(2));
    }

    [Test]
    public async Task PostReceive_Failing_PutsThePushIntoGitAndTellsNobody()
    {
        await using var receiver = await ListenAsync();
        Server.Forge.FailPostReceive(true);
        var commit = await PushFirstAsync();

        await Server.Forge.WebhooksSentAsync();
        Assert.That(await HeadInGitAsync(), Is.EqualTo(commit));
        Assert.That((await GetAsync(Admin, "repos/al/dev")).GetProperty("empty").GetBoolean(), Is.True);
        Assert.That(receiver.Deliveries, Is.Empty);
    }

    private async Task<string> PushFirstAsync()
    {
        var git = await WorkingCopyAsync();
        git.Write("a", "1");
        var commit = await git.CommitAsync("first");
        await git.RunAsync("push", "-q", "origin", "main");
        return commit;
    }

    private async Task<string?> HeadInGitAsync() => (await GetAsync(Admin, "repos/al/dev/git/refs/heads/main"))[0].GetProperty("object").GetProperty("sha").GetString();

    private async Task<string?> UpdatedAsync() => (await GetAsync(Admin, "repos/al/dev")).GetProperty("updated_at").GetString();

    private async Task<HttpStatusCode[]> StatusesAsync()
    {
        var statuses = new List<HttpStatusCode>();
        foreach (var path in (string[])["repos/al/dev/branches", "repos/al/dev/branches/main", "repos/al/dev/commits"])
        {
            using var answer = await Admin.GetAsync(path);
            if (path.EndsWith("branches", StringComparison.Ordinal))
            {
                Assert.That(JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.ValueKind, Is.EqualTo(JsonValueKind.Null), "no branch");
            }

            statuses.Add(answer.StatusCode);
        }

        return [.. statuses];
    }
}
