using GitOps.Engine.Brakes;
using GitOps.Model.Names;

namespace GitOps.Engine.Tests.Brakes;

public sealed class ShareBrakeTests
{
    private readonly ManualTime _time = new();
    private ShareBrake _brake = null!;

    [SetUp]
    public void Create() => _brake = new ShareBrake(new BrakeLimits(), _time);

    private static EnvironmentKey Key(int n) => EnvironmentKey.Default(ProducerName.Parse($"p{n}"));

    private static EnvironmentKey[] Keys(int count) => [.. Enumerable.Range(0, count).Select(Key)];

    [TestCase(3, 3, false, Description = "three may go even if they are all")]
    [TestCase(4, 10, true)]
    [TestCase(4, 20, false, Description = "exactly 20 % is not more than 20 %")]
    [TestCase(4, 19, true)]
    [TestCase(20, 100, false)]
    [TestCase(21, 100, true)]
    public void AskAll_ShareInOnePass_HoldsAllOrNone(int removed, int of, bool held) =>
        Assert.That(_brake.AskAll(Keys(removed), "gone", of), Has.Count.EqualTo(held ? removed : 0));

    [Test]
    public void Ask_OneAfterAnother_HoldsFromTheFourthOn()
    {
        var answers = Keys(6).Select(key => _brake.Ask(key, "disabled", 10) is not null);
        Assert.That(answers, Is.EqualTo(new[] { false, false, false, true, true, true }));
    }

    [Test]
    public void Ask_SameEnvironmentAgain_CountsOnce()
    {
        for (var i = 0; i < 10; i++) Assert.That(_brake.Ask(Key(0), "disabled", 10), Is.Null);
        Assert.That(_brake.Ask(Key(1), "disabled", 10), Is.Null);
    }

    [Test]
    public void Ask_WindowOver_CountsAnew()
    {
        foreach (var key in Keys(3)) _brake.Ask(key, "disabled", 10);
        _time.Advance(TimeSpan.FromMinutes(11));
        Assert.That(_brake.Ask(Key(7), "disabled", 10), Is.Null);
    }

    [Test]
    public void Ask_HeldAndWindowOver_StaysHeld()
    {
        _brake.AskAll(Keys(5), "gone", 10);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.That(_brake.Ask(Key(0), "gone", 10), Is.Not.Null);
    }

    [Test]
    public void Release_HeldEnvironment_PassesAndIsTold()
    {
        var told = new List<EnvironmentKey>();
        _brake.Released += told.Add;
        _brake.AskAll(Keys(5), "gone", 10);

        Assert.That(_brake.Release(Key(2)), Is.True);

        Assert.That(told, Is.EqualTo(new[] { Key(2) }));
        Assert.That(_brake.Ask(Key(2), "gone", 10), Is.Null);
        Assert.That(_brake.Ask(Key(3), "gone", 10), Is.Not.Null, "only what was released goes on");
    }

    [Test]
    public void Release_NotHeld_SaysSo() => Assert.That(_brake.Release(Key(0)), Is.False);

    [Test]
    public void ReleaseAll_ThenNewCandidates_AreHeldAgain()
    {
        _brake.AskAll(Keys(7), "gone", 30);
        Assert.That(_brake.ReleaseAll(), Has.Count.EqualTo(7));
        Assert.That(_brake.AskAll([.. Enumerable.Range(10, 9).Select(Key)], "gone", 30), Has.Count.EqualTo(9));
    }

    [Test]
    public void Withdraw_CameBack_IsNotHeldAnyMore()
    {
        _brake.AskAll(Keys(5), "gone", 10);
        _brake.Withdraw(Key(0));
        Assert.That(_brake.Holds.Select(hold => hold.Environment), Has.None.EqualTo(Key(0)));
    }

    [Test]
    public void Holds_Reason_SaysShareAndLimits()
    {
        _brake.AskAll(Keys(5), "missing from complete listings", 10);
        Assert.That(_brake.Holds[0].Reason, Is.EqualTo(
            "missing from complete listings; held because 5 of 10 environments would lose components within 10 min, more than 3 and more than 20 %"));
    }
}
