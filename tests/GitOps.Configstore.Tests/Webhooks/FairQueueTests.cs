using GitOps.Configstore.Webhooks;

namespace GitOps.Configstore.Tests.Webhooks;

public sealed class FairQueueTests
{
    [Test]
    public async Task Take_OneLaneIsLong_OthersAreOneTurnAway()
    {
        using var queue = new FairQueue<string, int>(capacity: 100, laneCapacity: 50, atOnce: 50);
        for (var i = 0; i < 50; i++) Assert.That(queue.TryAdd("al", i), Is.True);
        queue.TryAdd("bo", 100);

        var taken = new[] { await queue.TakeAsync(default), await queue.TakeAsync(default), await queue.TakeAsync(default) };

        Assert.That(taken, Is.EqualTo(new[] { ("al", 0), ("bo", 100), ("al", 1) }));
    }

    [Test]
    public async Task Take_LaneHasAsManyUnderWayAsItMay_WaitsUntilOneIsDone()
    {
        using var queue = new FairQueue<string, int>(capacity: 100, laneCapacity: 50, atOnce: 2);
        for (var i = 0; i < 3; i++) queue.TryAdd("al", i);
        await queue.TakeAsync(default);
        await queue.TakeAsync(default);

        var third = queue.TakeAsync(default);
        Assert.That(third.IsCompleted, Is.False);
        queue.Done("al");

        Assert.That(await third, Is.EqualTo(("al", 2)));
    }

    [Test]
    public void TryAdd_LaneIsFull_IsRefusedAndOthersAreNot()
    {
        using var queue = new FairQueue<string, int>(capacity: 3, laneCapacity: 2, atOnce: 1);

        Assert.That(new[] { queue.TryAdd("al", 1), queue.TryAdd("al", 2), queue.TryAdd("al", 3), queue.TryAdd("bo", 1), queue.TryAdd("cy", 1) },
            Is.EqualTo(new[] { true, true, false, true, false }));
    }
}
