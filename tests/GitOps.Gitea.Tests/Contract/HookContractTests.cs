using System.Collections.Concurrent;
using GitOps.Gitea.Hooks;
using GitOps.Gitea.Tests.Servers;
using GitOps.Gitea.Webhooks;
using GitOps.Testing;

namespace GitOps.Gitea.Tests.Contract;

public sealed class HookContractTests : ContractTests
{
    private const string Secret = "contract-hook-secret";

    [Test]
    public async Task Hook_MadeEditedDeleted_IsAsTold()
    {
        var name = await Gitea.NewRepositoryAsync();

        var made = await Client.Hooks.CreateAsync(name, NewHook.Json(new("http://127.0.0.1:9/hook"), Secret, "push"), default);
        var edited = await Client.Hooks.EditAsync(
            name, made.Id, new HookEdit(new("http://127.0.0.1:9/other"), ["push", "create", "delete"], "main", Active: false), default);
        var listed = await Client.Hooks.ListAsync(name, default);
        var isDeleted = await Client.Hooks.DeleteAsync(name, made.Id, default);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((edited.Config.Url, edited.Active, edited.BranchFilter), Is.EqualTo(("http://127.0.0.1:9/other", false, "main")));
            Assert.That(edited.Events, Is.EquivalentTo(["push", "create", "delete"]));
            Assert.That(listed.Select(hook => hook.Id), Is.EqualTo(new[] { made.Id }));
            Assert.That(isDeleted, Is.True);
            Assert.That(await Client.Hooks.FindAsync(name, made.Id, default), Is.Null);
        }
    }

    [Test]
    public async Task SystemHook_MadeAndDeleted_IsListedMeanwhile()
    {
        var made = await Client.Hooks.CreateSystemAsync(NewHook.System(new($"http://127.0.0.1:9/{LiveGitea.NewName("hook")}"), Secret, "push"), default);
        try
        {
            var listed = await Client.Hooks.ListSystemAsync(default);

            Assert.That(listed.Select(hook => hook.Config.Url), Does.Contain(made.Config.Url));
        }
        finally
        {
            Assert.That(await Client.Hooks.DeleteSystemAsync(made.Id, default), Is.True);
        }

        Assert.That(await Client.Hooks.FindSystemAsync(made.Id, default), Is.Null);
    }

    [Test]
    public async Task Push_WithGit_IsDeliveredSignedAndReadable()
    {
        var deliveries = new ConcurrentQueue<(WebhookVerdict Verdict, WebhookPayload Payload)>();
        await using var listener = await LoopbackServer.StartAsync(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var headers = WebhookHeaders.From(context.Request.Headers);
            deliveries.Enqueue((WebhookSignature.Verify(Secret, body.ToArray(), headers), WebhookPayload.Parse(body.ToArray(), headers)));
        });
        var name = await Gitea.NewRepositoryAsync();
        await Client.Hooks.CreateAsync(name, NewHook.Json(new(listener.Url, "hook"), Secret, "push", "create"), default);
        using var copy = await WorkingCopy.CreateAsync(Gitea.Url, name, Gitea.Token);
        copy.Write("lunchbadger.json", "{}");

        var sha = await copy.PushAsync("first");

        await Eventually.That(
            () => deliveries.Select(delivery => delivery.Payload).OfType<PushPayload>().LastOrDefault()?.After,
            Is.EqualTo(sha),
            "the push is delivered (a real Gitea needs [webhook] ALLOWED_HOST_LIST = loopback)");
        var push = deliveries.Select(delivery => delivery.Payload).OfType<PushPayload>().Last();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(deliveries.Select(delivery => delivery.Verdict), Is.All.EqualTo(WebhookVerdict.Genuine));
            Assert.That((push.Repository, push.Branch, push.Before), Is.EqualTo((name, "main", new string('0', 40))));
            Assert.That(push.IsExternal(SystemBots.Mails), Is.True);
        }
    }
}
