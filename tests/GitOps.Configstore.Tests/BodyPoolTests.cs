using System.IO.Pipelines;
using GitOps.Configstore.Intake;
using GitOps.Testing;
using Microsoft.AspNetCore.Http;

namespace GitOps.Configstore.Tests;

/// <summary>Whose body has to make room, and for whom.</summary>
public sealed class BodyPoolTests
{
    private const int Segment = BodyPool.SegmentBytes;

    private readonly ManualTime _time = new();
    private BodyPool _pool = null!;

    [SetUp]
    public void Start() => _pool = new BodyPool(4 * Segment, TimeSpan.FromMinutes(1), _time);

    [Test]
    public async Task ReadAsync_OfPartsOfAnyLength_IsTheBody()
    {
        var sent = Enumerable.Range(0, 2 * Segment + 5).Select(index => (byte)(index % 251)).ToArray();
        var body = Begin("a");
        foreach (var part in sent.Chunk(7001)) await body.Pipe.Writer.WriteAsync(part);
        await body.Pipe.Writer.CompleteAsync();

        Assert.That(await body.Read, Is.EqualTo(sent));
    }

    [Test]
    public async Task ReadAsync_WhenAllIsTaken_TheOldestOfTheHeaviestGivesWayAndOthersAreRead()
    {
        var light = Begin("light");
        var first = Begin("heavy");
        var second = Begin("heavy");
        await second.Pipe.Writer.WriteAsync(new byte[Segment + 1]);
        await first.Pipe.Writer.WriteAsync(new byte[Segment + 1]);

        Assert.That((await Refusal(first)).Status, Is.EqualTo(StatusCodes.Status503ServiceUnavailable));

        await EndAsync(light);
        await EndAsync(second);
        Assert.That((await light.Read).Length + (await second.Read).Length, Is.EqualTo(Segment + 1));
    }

    [Test]
    public async Task ReadAsync_WhenAllIsTaken_SlowOnesGiveWayToPromptOnesOfHeavierSenders()
    {
        var slow = Begin("slow");
        _time.Advance(TimeSpan.FromSeconds(2));
        Body[] prompt = [Begin("prompt"), Begin("prompt"), Begin("prompt"), Begin("prompt")];

        Assert.That((await Refusal(slow)).Status, Is.EqualTo(StatusCodes.Status503ServiceUnavailable));

        foreach (var body in prompt) await EndAsync(body);
        Assert.That(await Task.WhenAll(prompt.Select(body => body.Read)), Has.All.Empty);
    }

    [Test]
    public async Task ReadAsync_LongerThanItsTime_Is408()
    {
        _pool = new BodyPool(4 * Segment, TimeSpan.FromMilliseconds(50), _time);
        var slow = Begin("slow");

        Assert.That((await Refusal(slow)).Status, Is.EqualTo(StatusCodes.Status408RequestTimeout));
    }

    [Test]
    public async Task ReadAsync_AfterManyThatGaveWay_HasAllOfItsMemoryAgain()
    {
        for (var round = 0; round < 50; round++)
        {
            Body[] bodies = [.. Enumerable.Range(0, 6).Select(sender => Begin($"{sender}"))];
            foreach (var body in bodies) await body.Pipe.Writer.CompleteAsync();
            foreach (var body in bodies) await Eventually.That(() => body.Read.IsCompleted, Is.True);
        }
        var whole = Begin("one", maxBytes: 4 * Segment);
        await whole.Pipe.Writer.WriteAsync(new byte[4 * Segment]);
        await EndAsync(whole);

        Assert.That(await whole.Read, Has.Length.EqualTo(4 * Segment));
    }

    [Test]
    public async Task ReadAsync_TooLong_Is413()
    {
        var body = Begin("a", maxBytes: 10);
        await body.Pipe.Writer.WriteAsync(new byte[11]);

        Assert.That((await Refusal(body)).Status, Is.EqualTo(StatusCodes.Status413PayloadTooLarge));
    }

    private Body Begin(string sender, int maxBytes = 16 * Segment)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var context = new DefaultHttpContext();
        context.Request.Body = pipe.Reader.AsStream();
        return new Body(pipe, _pool.ReadAsync(context, sender, maxBytes, CancellationToken.None));
    }

    private static async Task EndAsync(Body body) => await body.Pipe.Writer.CompleteAsync();

    private static async Task<BodyRefusedException> Refusal(Body body)
    {
        try
        {
            await body.Read;
        }
        catch (BodyRefusedException refused)
        {
            return refused;
        }
        throw new AssertionException("It was read.");
    }

    /// <summary>A clock that a test sets. Timers are the real ones.</summary>
    private sealed class ManualTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan time) => _ticks += time.Ticks;
    }

    private sealed record Body(Pipe Pipe, Task<byte[]> Read);
}
