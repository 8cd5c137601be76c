using GitOps.Configstore.Tests.World;
using GitOps.Model.Api;
using GitOps.Testing;

namespace GitOps.Configstore.Tests;

/// <summary>The one way through the configstore: what is pushed is told and served.</summary>
public sealed class PushTests
{
    [Test]
    public async Task Push_OfTheDefaultBranch_IsToldAndServed()
    {
        await using var world = await GiteaAndConfigstore.PrepareAsync(("SCAN_INTERVAL", "3600"), ("FULL_SCAN_INTERVAL", "3600"));
        world.AddProducer("al");
        await world.StartConfigstoreAsync();
        await world.UntilListedAsync();
        await using var stream = await EventStream.OpenAsync(world.Url);
        await Eventually.That(() => stream.Events.Count, Is.GreaterThan(0), "a first connection is told to list");
        await Eventually.That(() => world.ReadinessAsync(), Does.Contain("webhook registration succeeded"));

        using var copy = await WorkingCopy.CloneAsync(world, "customer-al/dev");
        copy.Write("lunchbadger.json", GiteaAndConfigstore.Document("pushed"));
        var commit = await copy.PushAsync();

        await Eventually.That(() => stream.Of(ChangeStreamEvents.Head, ApiJson.Default.EnvironmentHead).Select(head => head.Revision.Dev), Has.Member(commit), "the new head is told");
        var snapshot = await world.SnapshotAsync("al");
        Assert.Multiple(() =>
        {
            Assert.That(snapshot.Revision.Dev, Is.EqualTo(commit));
            Assert.That(snapshot.Dev.Documents["lunchbadger.json"], Is.EqualTo(GiteaAndConfigstore.Document("pushed")));
            Assert.That(snapshot.Functions.Documents.Keys, Is.EqualTo(new[] { "hello/serverless.yml" }));
            Assert.That(snapshot.Functions.Code, Is.EqualTo(new Dictionary<string, string> { ["hello/handler.js"] = "// code" }));
            Assert.That(stream.Of(ChangeStreamEvents.Push, ApiJson.Default.PushEvent).Single().After, Is.EqualTo(commit));
        });
    }

    [Test]
    public async Task Push_WhoseWebhookIsLost_IsFoundByTheScan()
    {
        await using var world = await GiteaAndConfigstore.PrepareAsync(("WEBHOOK_MAX_BYTES", "1024"));
        world.AddProducer("al");
        await world.StartConfigstoreAsync();
        await world.UntilListedAsync();

        // Every webhook of a push is larger than that, so none is taken.
        var commit = await world.CommitAsync("al", GiteaAndConfigstore.Document("found"));

        await world.UntilHeadAsync("al", commit);
    }
}
