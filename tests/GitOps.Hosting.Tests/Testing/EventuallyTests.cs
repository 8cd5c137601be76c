using GitOps.Testing;

namespace GitOps.Hosting.Tests.Testing;

public sealed class EventuallyTests
{
    [Test]
    public async Task That_ValueComesLater_ReturnsIt()
    {
        var readings = 0;

        var value = await Eventually.That(() => ++readings, Is.EqualTo(3));

        Assert.That(value, Is.EqualTo(3));
    }

    [Test]
    public async Task That_ReadingThrowsAtFirst_LooksAgain()
    {
        var readings = 0;

        await Eventually.That(
            () => ++readings < 3 ? throw new InvalidOperationException("not yet") : true, "the third reading works");

        Assert.That(readings, Is.EqualTo(3));
    }

    [Test]
    public void That_NeverSo_ShowsTheLastReadingAndTheReason()
    {
        var error = Assert.ThrowsAsync<AssertionException>(() => Eventually.That(
            () => "grey", Is.EqualTo("green"), "the light turns", TimeSpan.FromMilliseconds(30)));

        Assert.That(error!.Message, Does.Contain("the light turns").And.Contain("grey").And.Contain("readings"));
    }

    [Test]
    public void That_ReadingHangs_FailsAtTheDeadline()
    {
        var error = Assert.ThrowsAsync<AssertionException>(() => Eventually.That(
            () => new TaskCompletionSource<int>().Task, Is.EqualTo(1), within: TimeSpan.FromMilliseconds(30)));

        Assert.That(error!.Message, Does.Contain("did not end in time"));
    }

    [Test]
    public void That_AlwaysThrows_ShowsTheException()
    {
        var error = Assert.ThrowsAsync<AssertionException>(() => Eventually.That(
            int () => throw new InvalidOperationException("no such light"),
            Is.EqualTo(1),
            within: TimeSpan.FromMilliseconds(30)));

        Assert.That(error!.Message, Does.Contain("no such light"));
    }
}
