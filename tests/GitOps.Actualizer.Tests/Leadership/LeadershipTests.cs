using GitOps.Actualizer.Leadership;
using GitOps.Actualizer.Tests.Support;
using GitOps.Engine.Cluster;
using GitOps.Model.Api;
using GitOps.Testing;

namespace GitOps.Actualizer.Tests.Leadership;

internal sealed class LeadershipTests : ActualizerFixture
{
    private static readonly (string, string)[] Elected = [("LEADER_ELECTION", "true"), ("LEASE_DURATION", "3")];

    [Test]
    public async Task TwoActualizers_OneWorksAndTheOtherTakesOver()
    {
        var first = await StartAsync(Elected);
        await Eventually.That(() => first.Get<LeaderService>().IsLeading, "the first leads");
        var second = await StartAsync(Elected);
        await ApplyAsync("al", Project.Of("al"));
        Assert.That(second.Get<LeaderService>().IsLeading, Is.False);
        Assert.That(await second.Http.GetStringAsync("/ready"), Does.Contain("standing by"));

        await StopAsync(first);

        await Eventually.That(() => second.Get<LeaderService>().IsLeading, "the second takes over");
        await ApplyAsync("al", Project.Of("al", "Gateway"));
    }

    [Test]
    public async Task LeaseLost_InTheMiddleOfApplying_StopsAndTheNextLeaderFinishes()
    {
        KilledCluster? cluster = null;
        var first = await StartAsync(services => services.Decorate<ICluster>(inner => cluster = new KilledCluster(inner, 3)), Elected);
        await Eventually.That(() => first.Get<LeaderService>().IsLeading, "the first leads");
        await Eventually.That(() => Cluster.ListAsync("NetworkPolicy"), Has.Count.EqualTo(4), "what all producers have in common stands");
        cluster!.Armed = true;
        var revision = Store.Push("al", Project.Of("al", "Gateway"));
        await cluster.Reached.WaitAsync(TimeSpan.FromSeconds(30));

        // Somebody takes the lease away, as after a pause that was too long.
        await Cluster.MergeAsync("Lease", "gitops-actualizer", """{"spec":{"holderIdentity":"somebody-else","renewTime":"2000-01-01T00:00:00.000000Z"}}""");
        await Eventually.That(() => first.Get<LeaderService>().IsLeading, Is.False);
        Assert.That(await Cluster.NamesAsync("NetworkPolicy", "al"), Has.Count.EqualTo(1), "what guards its pods comes first");
        Assert.That(await Cluster.AllOfAsync("al"), Has.Count.EqualTo(2), "not a write more");
        await StopAsync(first);
        await StartAsync(Elected);

        await ReportedAsync("al", ReconcileState.Succeeded, revision);
        Assert.That(await Cluster.NamesAsync("Deployment", "al"), Has.Count.EqualTo(3));
        Assert.That(Store.HistoryOf("al").Select(status => status.State), Is.All.EqualTo(ReconcileState.Succeeded), "a lost lease is no failure of the producer");
    }

    [Test]
    public async Task TwoActualizersWithoutElection_WorkAgainstEachOtherAndStillReachTheSameEnd()
    {
        await StartAsync();
        await StartAsync();
        for (var n = 0; n < 5; n++) Store.Push("al", Project.WithPath("al", "Gateway", $"/{n}/*"));
        await ApplyAsync("al", Project.WithPath("al", "Gateway", "/last/*"));
        await Eventually.That(() => Cluster.NamesAsync("ConfigMap", "al"), Has.Count.EqualTo(1));
        Assert.That((await Cluster.ListAsync("ConfigMap", "producer=al"))[0].GetRawText(), Does.Contain("/last/"));
    }
}
