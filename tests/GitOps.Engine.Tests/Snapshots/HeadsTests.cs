using GitOps.Engine.Snapshots;
using GitOps.Model.Api;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;

namespace GitOps.Engine.Tests.Snapshots;

/// <summary>A head that was told never gives way to an older one that was read before and arrives later.</summary>
public sealed class HeadsTests
{
    private readonly Heads _heads = new();

    [Test]
    public void Replace_HeadToldWhileListingWasRead_KeepsTheToldOne()
    {
        _heads.Set(Head('1'));
        _heads.BeginListing();
        _heads.Set(Head('2'));

        _heads.Replace(Listing(Head('1')));

        Assert.That(_heads.Find(Head('2').Key)!.Revision, Is.EqualTo(Head('2').Revision));
    }

    [Test]
    public void Replace_EnvironmentToldWhileListingWasRead_KeepsIt()
    {
        _heads.BeginListing();
        _heads.Set(Head('1'));

        _heads.Replace(Listing());

        Assert.That(_heads.Find(Head('1').Key), Is.Not.Null);
    }

    [Test]
    public void Replace_HeadToldBeforeListing_TakesTheListedOne()
    {
        _heads.Set(Head('1'));
        _heads.BeginListing();

        _heads.Replace(Listing(Head('2')));

        Assert.That(_heads.Find(Head('2').Key)!.Revision, Is.EqualTo(Head('2').Revision));
    }

    [Test]
    public void Advance_NewerHeadToldMeanwhile_KeepsTheNewer()
    {
        var known = Head('1');
        _heads.Set(known);
        _heads.Set(Head('3'));

        _heads.Advance(known, Head('2').Revision);

        Assert.That(_heads.Find(known.Key)!.Revision, Is.EqualTo(Head('3').Revision));
    }

    private static EnvironmentHead Head(char commit) => new()
    {
        Producer = ProducerName.Parse("al", null),
        Project = ProjectName.Main,
        Environment = EnvironmentName.Dev,
        Revision = new Revision(new string(commit, 40), Revision.NoCommit),
        Missing = [],
    };

    private static EnvironmentListing Listing(params EnvironmentHead[] heads) => new(heads.ToDictionary(head => head.Key), DateTimeOffset.UnixEpoch);
}
