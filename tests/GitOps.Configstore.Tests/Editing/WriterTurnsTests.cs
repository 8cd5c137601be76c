using GitOps.Configstore.Editing;
using GitOps.Testing;

namespace GitOps.Configstore.Tests.Editing;

/// <summary>Who may write to a branch, and when.</summary>
public sealed class WriterTurnsTests
{
    [Test]
    public async Task Take_ManyWriters_AreServedInTheOrderTheyCame()
    {
        var turns = new WriterTurns(100);
        var served = new List<int>();
        var first = await turns.TakeAsync(1, "main", default);
        var others = Enumerable.Range(0, 50).Select(async number =>
        {
            using var turn = await turns.TakeAsync(1, "main", default);
            lock (served) served.Add(number);
        }).ToList();

        first!.Dispose();
        await Task.WhenAll(others);

        Assert.That(served, Is.EqualTo(Enumerable.Range(0, 50)));
    }

    [Test]
    public async Task Take_OtherBranchOrRepository_DoesNotWait()
    {
        var turns = new WriterTurns(0);
        using var first = await turns.TakeAsync(1, "main", default);

        using var otherBranch = await turns.TakeAsync(1, "env/test", default);
        using var otherRepository = await turns.TakeAsync(2, "main", default);

        Assert.That(otherBranch, Is.Not.Null);
        Assert.That(otherRepository, Is.Not.Null);
    }

    [Test]
    public async Task Take_TooManyWaiting_IsRefused()
    {
        var turns = new WriterTurns(1);
        using var first = await turns.TakeAsync(1, "main", default);
        var second = turns.TakeAsync(1, "main", default);

        var third = await turns.TakeAsync(1, "main", default);

        Assert.That(third, Is.Null);
        first!.Dispose();
        (await second)!.Dispose();
    }

    [Test]
    public async Task Take_WaiterThatLeaves_DoesNotHoldUpTheNext()
    {
        var turns = new WriterTurns(2);
        var first = await turns.TakeAsync(1, "main", default);
        using var leaving = new CancellationTokenSource();
        var second = turns.TakeAsync(1, "main", leaving.Token);
        var third = turns.TakeAsync(1, "main", default);

        await leaving.CancelAsync();
        first!.Dispose();

        Assert.That(async () => await second, Throws.InstanceOf<OperationCanceledException>());
        (await third)!.Dispose();
        await Eventually.That(async () =>
        {
            using var turn = await turns.TakeAsync(1, "main", default);
            return turn is not null;
        }, Is.True, "the branch is free again");
    }
}
