using System.Text.Json;

namespace GitOps.Sandbox.Tests.Forge;

internal sealed class PushTests : ForgeFixture
{
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
        Assert.That(push.Text("before"), Is.EqualTo(new string('0', 40)));
        Assert.That(push.Text("after"), Is.EqualTo(commit));
        var told = push.Body.GetProperty("commits").EnumerateArray().Single();
        Assert.That(told.GetProperty("added").Deserialize<string[]>(), Is.EqualTo(new[] { "svc/app.yaml" }));
        Assert.That(told.GetProperty("committer").GetProperty("email").GetString(), Is.EqualTo("al@example.com"));
    }
}
