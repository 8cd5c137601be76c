using System.Net;
using GitOps.Actualizer.Tests.Support;
using GitOps.Engine.Brakes;
using GitOps.Model.Api;
using GitOps.Model.Snapshots;
using GitOps.Testing;

namespace GitOps.Actualizer.Tests.Safety;

/// <summary>What must be certain before anything goes.</summary>
internal sealed class RemovalTests : ActualizerFixture
{
    private async Task<RunningActualizer> WithProducersAsync(int count, params (string Name, string Value)[] settings)
    {
        var actualizer = await StartAsync(settings);
        for (var n = 0; n < count; n++) Store.Push($"p{n}", Project.Of($"p{n}"));
        for (var n = 0; n < count; n++) await ReportedAsync($"p{n}", ReconcileState.Succeeded);
        return actualizer;
    }

    /// <summary>Full resyncs that were taken in, so that everything that would follow from them has been asked for.</summary>
    private static async Task ResyncsAsync(RunningActualizer actualizer, int count = 3)
    {
        var resync = actualizer.Get<Triggers.ResyncTrigger>();
        for (var n = 0; n < count; n++)
        {
            var before = resync.LastSuccess;
            resync.Request();
            await Eventually.That(() => resync.LastSuccess != before, "a resync was taken in");
        }
        await IdleAsync(actualizer);
    }

    private static Task<int> IdleAsync(RunningActualizer actualizer)
    {
        var queue = actualizer.Get<Engine.Queueing.KeyQueue<Model.Names.EnvironmentKey>>();
        return Eventually.That(() => queue.Depth + queue.Processing, Is.Zero);
    }

    private async Task<int> DeploymentsAsync() => (await Cluster.ListAsync("Deployment", "app.kubernetes.io/managed-by=gitops")).Count;

    [TestCase(500)]
    [TestCase(503)]
    [TestCase(404)]
    [TestCase(401)]
    public async Task Promise1_NeverAgain1And3_ConfigstoreFails_NothingIsDeletedOrChanged(int status)
    {
        var actualizer = await WithProducersAsync(2);
        var before = await Cluster.VersionsOfAsync("p0");
        Store.Failure = status;

        actualizer.Get<Triggers.ResyncTrigger>().Request();
        actualizer.Get<Engine.Queueing.KeyQueue<Model.Names.EnvironmentKey>>().Add(Project.Key("p0"));
        var requests = Store.Requests.Count;
        await Eventually.That(() => Store.Requests.Skip(requests).Count(request => request.Contains("/environments", StringComparison.Ordinal)), Is.GreaterThanOrEqualTo(3));
        await IdleAsync(actualizer);

        Assert.That(await Cluster.VersionsOfAsync("p0"), Is.EqualTo(before));
        Store.Failure = null;
        await ApplyAsync("p0", Project.Of("p0", "Gateway"));
    }

    [Test]
    public async Task Promise1_ListingLostEntries_IsNoListing()
    {
        var actualizer = await WithProducersAsync(3);
        Store.Lost = 2;
        var requests = Store.Requests.Count;
        var last = actualizer.Get<Triggers.ResyncTrigger>().LastSuccess;
        Store.ListAgain(TimeSpan.FromHours(1));
        await Eventually.That(() => Store.Requests.Skip(requests).Count(request => request.Contains("/environments", StringComparison.Ordinal)), Is.GreaterThanOrEqualTo(3));

        Assert.That(await DeploymentsAsync(), Is.EqualTo(6));
        Assert.That(actualizer.Get<Triggers.ResyncTrigger>().LastSuccess, Is.EqualTo(last));
    }

    [Test]
    public async Task NeverAgain3_ListOfMoreThanOnePage_IsReadWhole()
    {
        Store.PageSize = 3;
        await WithProducersAsync(8);
        Assert.That(await DeploymentsAsync(), Is.EqualTo(16));
    }

    [Test]
    public async Task Promise2_ProducerMissingFromOneListing_StaysForTheGracePeriod()
    {
        var actualizer = await WithProducersAsync(1, ("GRACE_PERIOD", "600"));
        Store.Remove("p0");
        await ResyncsAsync(actualizer);
        Store.ListAgain(TimeSpan.FromSeconds(300));
        await ResyncsAsync(actualizer);

        Assert.That(await DeploymentsAsync(), Is.EqualTo(2));
        var status = await ReportedAsync("p0", ReconcileState.Waiting);
        Assert.That(status.Reason, Is.EqualTo("ProducerMissing"));
        Assert.That(status.Message, Does.Contain("grace period"));
    }

    [Test]
    public async Task Promise2_ProducerMissingFromOneStateListedManyTimes_Stays()
    {
        var actualizer = await WithProducersAsync(1);
        Store.Remove("p0");
        await ResyncsAsync(actualizer, 5);
        Assert.That(await DeploymentsAsync(), Is.EqualTo(2));
    }

    [Test]
    public async Task Promise2_ProducerGoneOverTheGracePeriod_IsRemovedAndComesBackWhenRecreated()
    {
        var actualizer = await WithProducersAsync(2);
        Store.Remove("p0");
        await ResyncsAsync(actualizer);
        Store.ListAgain(TimeSpan.FromSeconds(10));

        await Eventually.That(() => Cluster.AllOfAsync("p0"), Is.Empty);
        Assert.That(await Cluster.AllOfAsync("p1"), Is.Not.Empty);

        await ApplyAsync("p0", Project.Of("p0"));
        Assert.That(await Cluster.AllOfAsync("p0"), Is.Not.Empty);
    }

    [Test]
    public async Task Promise2_ManyProducersGoneAtOnce_AreHeldUntilAnOperatorReleasesThem()
    {
        var actualizer = await WithProducersAsync(8);
        for (var n = 0; n < 5; n++) Store.Remove($"p{n}");
        await ResyncsAsync(actualizer);
        Store.ListAgain(TimeSpan.FromSeconds(10));
        await Eventually.That(() => actualizer.Get<ShareBrake>().HoldCount, Is.EqualTo(5));
        await ResyncsAsync(actualizer);
        Assert.That(await DeploymentsAsync(), Is.EqualTo(16), "all or none");

        var holds = await actualizer.Http.GetStringAsync("/holds");
        Assert.That(holds, Does.Contain("p3/main/dev").And.Contain("missing from complete listings"));
        Assert.That((await actualizer.Http.PostAsync("/holds/release?environment=p7/main/dev", null)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await actualizer.Http.PostAsync("/holds/release?environment=p3/main/dev", null)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await Eventually.That(() => Cluster.AllOfAsync("p3"), Is.Empty);
        Assert.That(await Cluster.AllOfAsync("p2"), Is.Not.Empty);

        Assert.That((await actualizer.Http.PostAsync("/holds/release", null)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await Eventually.That(DeploymentsAsync, Is.EqualTo(6));
    }

    [Test]
    public async Task Promise2_FourOfFiveGone_TwoOfThemListedLater_AreHeldAsAWhole_AndAlsoAfterARestart()
    {
        var actualizer = await WithProducersAsync(5);
        for (var n = 0; n < 2; n++) Store.Remove($"p{n}");
        await ResyncsAsync(actualizer);
        Store.ListAgain(TimeSpan.FromSeconds(0.9));
        for (var n = 2; n < 4; n++) Store.Remove($"p{n}");
        await ResyncsAsync(actualizer);
        // The grace period of the first two ends before that of the others.
        Store.ListAgain(TimeSpan.FromSeconds(0.5));
        await ResyncsAsync(actualizer);
        Store.ListAgain(TimeSpan.FromSeconds(10));
        await Eventually.That(() => actualizer.Get<ShareBrake>().HoldCount, Is.EqualTo(4));
        Assert.That(await DeploymentsAsync(), Is.EqualTo(10), "all or none");

        await StopAsync(actualizer);
        actualizer = await StartAsync();
        await ResyncsAsync(actualizer);

        Assert.That(actualizer.Get<ShareBrake>().HoldCount, Is.EqualTo(4), "a restart releases nothing");
        Store.ListAgain(TimeSpan.FromDays(1));
        await ResyncsAsync(actualizer);
        Assert.That(await DeploymentsAsync(), Is.EqualTo(10));

        Assert.That((await actualizer.Http.PostAsync("/holds/release", null)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await Eventually.That(DeploymentsAsync, Is.EqualTo(2));
    }

    [Test]
    public async Task Promise2_LossesBeforeARestart_CountAfterIt()
    {
        var actualizer = await WithProducersAsync(6);
        for (var n = 0; n < 3; n++) Store.Push($"p{n}", Project.Disabled($"p{n}"));
        await Eventually.That(DeploymentsAsync, Is.EqualTo(6));

        await StopAsync(actualizer);
        actualizer = await StartAsync();
        Store.Push("p3", Project.Disabled("p3"));

        await ReportedAsync("p3", ReconcileState.Held);
        Assert.That(await DeploymentsAsync(), Is.EqualTo(6));
    }

    [Test]
    public async Task Promise2_GracePeriod_GoesOnAfterARestart_WithoutTheTimeInBetween()
    {
        var actualizer = await WithProducersAsync(2);
        Store.Remove("p0");
        await ResyncsAsync(actualizer);
        var saved = actualizer.Get<Absences>().Save().Single();
        await StopAsync(actualizer);

        Store.ListAgain(TimeSpan.FromSeconds(10));
        actualizer = await StartAsync(("GRACE_PERIOD", "600"));
        await Eventually.That(() => actualizer.Get<Absences>().Save().SingleOrDefault()?.FirstListing, Is.EqualTo(saved.FirstListing), "the absence is the one of before");

        Assert.That(await DeploymentsAsync(), Is.EqualTo(4), "600 seconds have not been seen by any process");
    }

    [Test]
    public async Task Promise4_NothingMissing_NothingIsSaved()
    {
        var actualizer = await WithProducersAsync(1);
        await ResyncsAsync(actualizer);

        Assert.That(await Cluster.FindAsync("ConfigMap", "gitops-removals"), Is.Null);
    }

    [Test]
    public async Task Promise2_EmptyListing_RemovesNothing()
    {
        var actualizer = await WithProducersAsync(5);
        for (var n = 0; n < 5; n++) Store.Remove($"p{n}");
        await ResyncsAsync(actualizer);
        Store.ListAgain(TimeSpan.FromDays(1));
        await Eventually.That(() => actualizer.Get<ShareBrake>().HoldCount, Is.EqualTo(5));
        Assert.That(await DeploymentsAsync(), Is.EqualTo(10));
    }

    [Test]
    public async Task Promise2_MassDisable_IsHeldAndShown()
    {
        var actualizer = await WithProducersAsync(6);
        for (var n = 0; n < 6; n++) Store.Push($"p{n}", Project.Disabled($"p{n}"));

        await Eventually.That(() => actualizer.Get<ShareBrake>().HoldCount, Is.EqualTo(3));
        await Eventually.That(DeploymentsAsync, Is.EqualTo(6));
        await ResyncsAsync(actualizer);
        Assert.That(await DeploymentsAsync(), Is.EqualTo(6));
        var held = actualizer.Get<ShareBrake>().Holds[0].Environment.Producer.Value;
        var status = await ReportedAsync(held, ReconcileState.Held);
        Assert.That(status.Message, Does.Contain("until an operator releases it"));

        Store.Push(held, Project.Of(held));
        await ReportedAsync(held, ReconcileState.Succeeded);
        Assert.That(actualizer.Get<ShareBrake>().Holds.Select(hold => hold.Environment.Producer.Value), Has.None.EqualTo(held), "enabled again: nothing to hold");
    }

    [Test]
    public async Task BothRepositories_OneNotThereYet_MakesNothingUntilItIs()
    {
        await StartAsync();
        Store.SetMissing("al", RepositoryRole.Functions);
        var status = await ReportedAsync("al", ReconcileState.Waiting);
        Assert.That(status.Reason, Is.EqualTo("RepositoryMissing"));
        Assert.That(status.Message, Does.Contain("functions repository"));
        Assert.That(await Cluster.AllOfAsync("al"), Is.Empty);

        Store.SetMissing("al");
        await ApplyAsync("al", Project.Of("al"));
    }

    [Test]
    public async Task RepositoryRemoved_AfterTheGracePeriod_UndoesTheProducerAndAddingItBringsItBack()
    {
        var actualizer = await WithProducersAsync(1);
        Store.SetMissing("p0", RepositoryRole.Functions);
        await ResyncsAsync(actualizer);
        Assert.That(await DeploymentsAsync(), Is.EqualTo(2));

        Store.ListAgain(TimeSpan.FromSeconds(10));
        await Eventually.That(() => Cluster.AllOfAsync("p0"), Is.Empty);

        Store.SetMissing("p0");
        await Eventually.That(() => Cluster.NamesAsync("Deployment", "p0"), Has.Count.EqualTo(2));
    }
}
