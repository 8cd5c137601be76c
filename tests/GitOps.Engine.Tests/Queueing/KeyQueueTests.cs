using GitOps.Engine.Queueing;
using GitOps.Testing;

namespace GitOps.Engine.Tests.Queueing;

public sealed class KeyQueueTests
{
    private static readonly CancellationToken Never = CancellationToken.None;

    private KeyQueue<string> _queue = null!;

    [SetUp]
    public void Create() => _queue = new KeyQueue<string>(TimeProvider.System, new Backoff { First = TimeSpan.FromMilliseconds(5), Cap = TimeSpan.FromSeconds(1), Jitter = 0 });

    [TearDown]
    public void Dispose() => _queue.Dispose();

    private async Task<string> TakeAsync() => (await _queue.TakeAsync(Never).AsTask().WaitAsync(TimeSpan.FromSeconds(20))).Key;

    [Test]
    public async Task Add_SameKeyTwice_IsHandedOutOnce()
    {
        _queue.Add("a");
        _queue.Add("a");
        _queue.Add("b");

        Assert.That(await TakeAsync(), Is.EqualTo("a"));
        Assert.That(await TakeAsync(), Is.EqualTo("b"));
        Assert.That(_queue.Depth, Is.Zero);
    }

    [Test]
    public async Task Add_WhileWorkedOn_ComesAgainOnlyAfterDone()
    {
        _queue.Add("a");
        await TakeAsync();
        _queue.Add("a");
        _queue.Add("b");

        Assert.That(await TakeAsync(), Is.EqualTo("b"), "never the same key twice at once");
        _queue.Done("a");
        Assert.That(await TakeAsync(), Is.EqualTo("a"));
    }

    [Test]
    public async Task Add_FromManyThreads_NeverHandsAKeyOutTwiceAtOnceAndLosesNone()
    {
        const int keys = 50, rounds = 200;
        var working = new System.Collections.Concurrent.ConcurrentDictionary<string, byte>();
        var doubled = 0;
        var last = new int[keys];
        var seen = new int[keys];
        using var stop = new CancellationTokenSource();
        var workers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                QueuedKey<string> taken;
                try { taken = await _queue.TakeAsync(stop.Token); }
                catch (OperationCanceledException) { return; }
                if (!working.TryAdd(taken.Key, 0)) Interlocked.Increment(ref doubled);
                var index = int.Parse(taken.Key, System.Globalization.CultureInfo.InvariantCulture);
                seen[index] = Volatile.Read(ref last[index]);
                await Task.Yield();
                working.TryRemove(taken.Key, out var _);
                _queue.Done(taken.Key);
            }
        })).ToArray();

        await Parallel.ForAsync(0, rounds, (round, _) =>
        {
            for (var key = 0; key < keys; key++)
            {
                Interlocked.Increment(ref last[key]);
                _queue.Add(key.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
            return ValueTask.CompletedTask;
        });
        await Eventually.That(() => _queue.Depth + _queue.Processing, Is.Zero);
        await stop.CancelAsync();
        await Task.WhenAll(workers);

        Assert.That(doubled, Is.Zero);
        Assert.That(seen, Is.EqualTo(last), "the last addition of every key was seen");
    }

    [Test]
    public async Task AddAfter_TwoDelays_EarlierWins()
    {
        _queue.AddAfter("a", TimeSpan.FromHours(1));
        _queue.AddAfter("a", TimeSpan.FromMilliseconds(10));
        Assert.That(await TakeAsync(), Is.EqualTo("a"));
        Assert.That(_queue.Delayed, Is.Zero);
    }

    [Test]
    public async Task Add_DelayedKey_ComesAtOnceAndNotAgain()
    {
        _queue.AddAfter("a", TimeSpan.FromHours(1));
        _queue.Add("a");
        await TakeAsync();
        _queue.Done("a");
        Assert.That(_queue.Delayed + _queue.Depth, Is.Zero);
    }

    [Test]
    public void AddWithBackoff_FailuresInARow_DoublesUpToTheCapUntilForgotten()
    {
        var delays = Enumerable.Range(0, 10).Select(_ => _queue.AddWithBackoff("a").TotalMilliseconds).ToList();
        Assert.That(delays.Take(4), Is.EqualTo(new[] { 5.0, 10, 20, 40 }));
        Assert.That(delays[^1], Is.EqualTo(1000));

        _queue.Forget("a");
        Assert.That(_queue.AddWithBackoff("a").TotalMilliseconds, Is.EqualTo(5));
    }

    [Test]
    public void AddWithBackoff_OneKey_DoesNotSlowAnother()
    {
        for (var i = 0; i < 5; i++) _queue.AddWithBackoff("a");
        Assert.That(_queue.AddWithBackoff("b").TotalMilliseconds, Is.EqualTo(5));
    }

    [Test]
    public void AddWithBackoff_OtherSideAskedForMore_WaitsThatLong() =>
        Assert.That(_queue.AddWithBackoff("a", TimeSpan.FromSeconds(7)), Is.EqualTo(TimeSpan.FromSeconds(7)));

    [Test]
    public async Task DrainAsync_KeysQueued_EndsWhenAllAreDone()
    {
        _queue.Add("a");
        var drained = _queue.DrainAsync(Never);
        _queue.Add("late");
        Assert.That(await TakeAsync(), Is.EqualTo("a"));
        Assert.That(drained.IsCompleted, Is.False);
        _queue.Done("a");
        await drained.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.That(_queue.Depth, Is.Zero, "nothing is taken in any more");
    }
}
