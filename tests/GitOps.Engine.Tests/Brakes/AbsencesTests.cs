using GitOps.Engine.Brakes;
using GitOps.Engine.Snapshots;
using GitOps.Model.Api;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;

namespace GitOps.Engine.Tests.Brakes;

public sealed class AbsencesTests
{
    private static readonly EnvironmentKey Al = EnvironmentKey.Parse("al/main/dev");

    private readonly ManualTime _time = new();
    private Absences _absences = null!;

    [SetUp]
    public void Create() => _absences = new Absences(new BrakeLimits { Grace = TimeSpan.FromMinutes(10) }, _time);

    private void List(DateTimeOffset completeAsOf, params EnvironmentHead[] heads) =>
        _absences.Observe(new EnvironmentListing(heads.ToDictionary(head => head.Key), completeAsOf), [Al]);

    private static EnvironmentHead Head(params RepositoryRole[] missing) =>
        new() { Producer = Al.Producer, Project = Al.Project, Environment = Al.Environment, Revision = default, Missing = missing };

    [Test]
    public void Judge_Listed_IsNotAbsent()
    {
        List(_time.GetUtcNow(), Head());
        Assert.That(_absences.Judge(Al), Is.Null);
    }

    [Test]
    public void Judge_MissingFromOneListing_IsNotConfirmedHoweverLongAgo()
    {
        List(_time.GetUtcNow());
        _time.Advance(TimeSpan.FromHours(5));
        Assert.That(_absences.Judge(Al)?.Confirmed, Is.False);
    }

    [Test]
    public void Judge_SameListingServedAgain_IsNotConfirmed()
    {
        var once = _time.GetUtcNow();
        List(once);
        _time.Advance(TimeSpan.FromHours(5));
        List(once);
        Assert.That(_absences.Judge(Al)?.Confirmed, Is.False);
    }

    [Test]
    public void Judge_MissingOverTheGracePeriod_IsConfirmed()
    {
        List(_time.GetUtcNow());
        _time.Advance(TimeSpan.FromMinutes(9));
        List(_time.GetUtcNow());
        Assert.That(_absences.Judge(Al)?.Confirmed, Is.False);

        _time.Advance(TimeSpan.FromMinutes(1));
        List(_time.GetUtcNow());
        Assert.That(_absences.Judge(Al)?.Confirmed, Is.True);
        Assert.That(_absences.Confirmed(), Is.EqualTo(new[] { Al }));
    }

    [Test]
    public void Judge_ConfigstoreClockJumpsForward_IsNotConfirmed()
    {
        List(_time.GetUtcNow());
        _time.Advance(TimeSpan.FromSeconds(5));
        List(_time.GetUtcNow() + TimeSpan.FromDays(1));
        Assert.That(_absences.Judge(Al)?.Confirmed, Is.False);
    }

    [Test]
    public void Judge_SeenInBetween_StartsAnew()
    {
        List(_time.GetUtcNow());
        _time.Advance(TimeSpan.FromMinutes(9));
        List(_time.GetUtcNow(), Head());
        _time.Advance(TimeSpan.FromMinutes(1));
        List(_time.GetUtcNow());
        Assert.That(_absences.Judge(Al)?.Confirmed, Is.False);
    }

    [Test]
    public void Judge_RepositoryMissing_IsNamedAndConfirmedLikeAProducer()
    {
        List(_time.GetUtcNow(), Head(RepositoryRole.Functions));
        _time.Advance(TimeSpan.FromMinutes(10));
        List(_time.GetUtcNow(), Head(RepositoryRole.Functions));
        Assert.That(_absences.Judge(Al), Has.Property(nameof(AbsenceVerdict.Confirmed)).True
            .And.Property(nameof(AbsenceVerdict.Description)).StartsWith("the functions repository is missing"));
    }
}
