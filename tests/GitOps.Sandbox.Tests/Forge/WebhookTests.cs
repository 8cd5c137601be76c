using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using GitOps.Sandbox.Forge;
using GitOps.Testing;

namespace GitOps.Sandbox.Tests.Forge;

internal sealed class WebhookTests : ForgeFixture
{
    private const string Secret = "hook-secret";

    [Test]
    public async Task Delivery_WithSecret_IsSignedOverItsBytes()
    {
        await using var receiver = await ListenAsync(secret: Secret);

        await CommitAsync("main");

        var delivery = receiver.Of("push").Single();
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), delivery.Raw));
        Assert.That(delivery.Headers["X-Gitea-Signature"], Is.EqualTo(signature));
        Assert.That(delivery.Headers["X-Hub-Signature-256"], Is.EqualTo("sha256=" + signature));
    }

    [Test]
    public async Task Delivery_AsForm_IsSignedOverThePayload()
    {
        await using var receiver = await ListenAsync(secret: Secret, contentType: "form");

        await CommitAsync("main");

        var delivery = receiver.Of("push").Single();
        var payload = WebUtility.UrlDecode(Encoding.ASCII.GetString(delivery.Raw)["payload=".Length..]);
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(payload)));
        Assert.That(delivery.Headers["X-Gitea-Signature"], Is.EqualTo(signature));
    }

    [Test]
    public async Task Delivery_OfOtherBranchThanTheFilters_IsNotSent()
    {
        await using var receiver = await ListenAsync(branchFilter: "{main,release/*}");

        foreach (var branch in (string[])["main", "release/1", "other"])
        {
            await CommitAsync(branch);
        }

        Assert.That(receiver.Of("push").Select(push => push.Text("ref")), Is.EqualTo(new[] { "refs/heads/main", "refs/heads/release/1" }));
    }

    [Test]
    public async Task SystemWebhook_OfAnyRepository_HearsOfItsCreationAndPushes()
    {
        await using var receiver = await ListenAsync("admin/hooks");

        using var created = await Admin.PostAsJsonAsync("admin/users/al/repos", new { name = "functions" });
        await Server.Forge.CommitAsync("al", "functions", [ForgeFile.Text("a", "1")], "first");
        await Server.Forge.WebhooksSentAsync();

        Assert.That(receiver.Deliveries.Select(delivery => delivery.Event), Is.EqualTo(new[] { "repository", "create", "push" }));
        Assert.That(receiver.Deliveries.Select(delivery => delivery.Headers["X-Gitea-Hook-Installation-Target-Type"]), Is.All.EqualTo("system"));
    }

    [Test]
    public async Task Delivery_ThatFails_IsNeverTriedAgain()
    {
        var receiver = await ListenAsync();
        await receiver.DisposeAsync();
        await CommitAsync("main");
        await using var again = await ListenAsync();

        await CommitAsync("main");

        Assert.That(again.Of("push").Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Test_OfWebhook_SendsThePushOfTheNewestCommit()
    {
        await CommitAsync("main");
        await using var receiver = await ListenAsync();
        var hooks = await GetAsync(Admin, "repos/al/dev/hooks");

        using var response = await Admin.PostAsync($"repos/al/dev/hooks/{hooks[0].GetProperty("id").GetInt64()}/tests", null);
        await Server.Forge.WebhooksSentAsync();

        Assert.That((int)response.StatusCode, Is.EqualTo(204));
        Assert.That(receiver.Of("push").Single().Text("after"), Is.EqualTo(Server.Forge.Head("al", "dev")));
    }

    [Test]
    public async Task PushDelay_OnceOver_BringsTheWebhook()
    {
        await RestartAsync(pushDelay: TimeSpan.FromMilliseconds(200));
        await using var receiver = await ListenAsync();

        await Server.Forge.CommitAsync("al", "dev", [ForgeFile.Text("a", "1")], "first");

        await Eventually.That(() => receiver.Of("push").Count(), Is.EqualTo(1));
    }

    private async Task CommitAsync(string branch)
    {
        await Server.Forge.CommitAsync("al", "dev", [ForgeFile.Text("a", Guid.NewGuid().ToString())], "change", branch);
        await Server.Forge.WebhooksSentAsync();
    }
}
