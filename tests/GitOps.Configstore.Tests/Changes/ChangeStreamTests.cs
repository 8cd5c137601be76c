using GitOps.Configstore.Tests.World;
using GitOps.Model.Api;
using GitOps.Testing;

namespace GitOps.Configstore.Tests.Changes;

/// <summary>Following changes over real HTTP.</summary>
public sealed class ChangeStreamTests
{
    private GiteaAndConfigstore _world = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _world = await GiteaAndConfigstore.PrepareAsync(("FULL_SCAN_INTERVAL", "3600"), ("STREAM_KEEPALIVE", "0.4"), ("STREAM_HISTORY", "32"));
        foreach (var name in (string[])["al", "bo"]) _world.AddProducer(name);
        await _world.StartConfigstoreAsync();
        await _world.UntilListedAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _world.DisposeAsync();

    [Test]
    public async Task Connect_FirstTime_IsToldToList()
    {
        await using var stream = await EventStream.OpenAsync(_world.Url);

        var first = (await Eventually.That(() => stream.Events, Is.Not.Empty))[0];

        Assert.That((first.Name, first.Data, first.Id), Is.EqualTo((ChangeStreamEvents.Reset, "{}", first.Id)));
        Assert.That(first.Id, Is.Not.Null);
    }

    [Test]
    public async Task Connect_WithAnUnknownId_IsToldToList()
    {
        await using var stream = await EventStream.OpenAsync(_world.Url, lastEventId: "0badcafe-7");

        Assert.That((await Eventually.That(() => stream.Events, Is.Not.Empty))[0].Name, Is.EqualTo(ChangeStreamEvents.Reset));
    }

    [Test]
    public async Task Reconnect_WithTheLastId_GetsExactlyWhatWasMissed()
    {
        string last;
        await using (var before = await EventStream.OpenAsync(_world.Url))
            last = (await Eventually.That(() => before.Events, Is.Not.Empty))[0].Id!;
        var commit = await _world.CommitAsync("al", GiteaAndConfigstore.Document(Guid.NewGuid().ToString()));
        await _world.UntilHeadAsync("al", commit);

        await using var after = await EventStream.OpenAsync(_world.Url, lastEventId: last);

        await Eventually.That(() => after.Of(ChangeStreamEvents.Head, ApiJson.Default.EnvironmentHead).Select(head => head.Revision.Dev), Has.Member(commit));
        Assert.That(after.Events.Select(received => received.Name), Has.None.EqualTo(ChangeStreamEvents.Reset));
    }

    [Test]
    public async Task Reconnect_WithAnIdThatIsTooOld_IsToldToList()
    {
        string last;
        await using (var before = await EventStream.OpenAsync(_world.Url))
            last = (await Eventually.That(() => before.Events, Is.Not.Empty))[0].Id!;
        for (var i = 0; i < 33; i++)
        {
            var commit = await _world.CommitAsync("bo", GiteaAndConfigstore.Document(Guid.NewGuid().ToString()));
            if (i % 8 == 0 || i == 32) await _world.UntilHeadAsync("bo", commit);
        }
        await Eventually.That(async () =>
        {
            await using var after = await EventStream.OpenAsync(_world.Url, lastEventId: last);
            var first = await Eventually.That(() => after.Events, Is.Not.Empty);
            if (first[0].Name == ChangeStreamEvents.Reset) return true;
            await _world.UntilHeadAsync("bo", await _world.CommitAsync("bo", GiteaAndConfigstore.Document(Guid.NewGuid().ToString())));
            return false;
        }, "the history holds 32 events");
    }

    [Test]
    public async Task StreamOfOneProducer_PushOfAnother_IsNotTold()
    {
        await using var stream = await EventStream.OpenAsync(_world.Url, "/api/change-stream/al");
        await _world.UntilHeadAsync("bo", await _world.CommitAsync("bo", GiteaAndConfigstore.Document(Guid.NewGuid().ToString())));
        var commit = await _world.CommitAsync("al", GiteaAndConfigstore.Document(Guid.NewGuid().ToString()));

        await Eventually.That(() => stream.Of(ChangeStreamEvents.Push, ApiJson.Default.PushEvent).Select(push => push.After), Has.Member(commit));

        Assert.That(stream.Events.Select(received => received.Data), Has.None.Contains("\"bo\""));
    }

    [Test]
    public async Task QuietStream_SaysKeepaliveWithoutAnId()
    {
        await using var stream = await EventStream.OpenAsync(_world.Url);

        var keepalive = await Eventually.That(() => stream.Events.FirstOrDefault(received => received.Name == ChangeStreamEvents.Keepalive), Is.Not.Null);

        Assert.That((keepalive!.Id, keepalive.Data), Is.EqualTo(((string?)null, "{}")));
    }
}
