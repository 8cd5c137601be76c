using GitOps.Configstore.Tests.World;
using GitOps.Gitea.Hooks;
using GitOps.Testing;
using GitOps.Testing.Faults;

namespace GitOps.Configstore.Tests;

/// <summary>The configstore registers its webhook itself and keeps it right.</summary>
public sealed class HookRegistrationTests
{
    [Test]
    public async Task Start_GiteaWithSystemHooks_RegistersOneForAll()
    {
        await using var world = await GiteaAndConfigstore.StartAsync();

        await Eventually.That(() => HooksAsync(world), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Hook_Deleted_IsMadeAgain()
    {
        await using var world = await GiteaAndConfigstore.StartAsync();
        var first = (await Eventually.That(() => HooksAsync(world), Has.Count.EqualTo(1)))[0];

        await world.Admin.Hooks.DeleteSystemAsync(first.Id, default);

        await Eventually.That(() => HooksAsync(world), Has.Count.EqualTo(1).And.All.Property("Active").True);
    }

    [Test]
    public async Task Hook_DisabledByHand_IsRepaired()
    {
        await using var world = await GiteaAndConfigstore.StartAsync();
        var hook = (await Eventually.That(() => HooksAsync(world), Has.Count.EqualTo(1)))[0];

        await world.Admin.Hooks.EditSystemAsync(hook.Id, new HookEdit(hook.Config, ["push"], "*", Active: false), default);

        await Eventually.That(async () => (await HooksAsync(world)).Single() is { Active: true } now && now.Events!.Contains("repository"), "it is active again, with all events");
    }

    [Test]
    public async Task Hook_SignedWithAFormerSecret_IsReplaced()
    {
        await using var world = await GiteaAndConfigstore.StartAsync();
        var former = (await Eventually.That(() => HooksAsync(world), Has.Count.EqualTo(1)))[0];

        await world.StopConfigstoreAsync();
        await world.StartConfigstoreAsync(("WEBHOOK_SECRET", "another-secret-of-webhooks"));

        await Eventually.That(async () => (await HooksAsync(world)) is [var only] && only.Id != former.Id, "the former hook is gone, one with the new secret is there");
    }

    [Test]
    public async Task Hook_OfSomebodyElse_IsNotTouched()
    {
        await using var world = await GiteaAndConfigstore.PrepareAsync();
        var other = await world.Admin.Hooks.CreateSystemAsync(NewHook.System(new Uri("http://127.0.0.1:9/other"), "secret", "push"), default);

        await world.StartConfigstoreAsync();

        await Eventually.That(() => HooksAsync(world), Has.Count.EqualTo(2));
        Assert.That(await world.Admin.Hooks.FindSystemAsync(other.Id, default), Is.EqualTo(other).Using<Hook>((a, b) => a.Id == b.Id && a.Active == b.Active));
    }

    [Test]
    public async Task Start_GiteaWithoutSystemHooks_RegistersWithEachRepository()
    {
        await using var world = await GiteaAndConfigstore.PrepareAsync();
        world.Network.Faults.Add(Fault.RewriteBody(_ => "{\"version\":\"1.21.11\"}").On("GET", "/api/v1/version"));
        world.AddProducer("al");
        await world.StartConfigstoreAsync();

        foreach (var repository in (string[])["dev", "functions"])
            await Eventually.That(() => world.Admin.Hooks.ListAsync(new("customer-al", repository), default), Has.Count.EqualTo(1));
    }

    private static Task<IReadOnlyList<Hook>> HooksAsync(GiteaAndConfigstore world) => world.Admin.Hooks.ListSystemAsync(default);
}
