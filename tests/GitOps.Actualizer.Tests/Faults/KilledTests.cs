using GitOps.Actualizer.Tests.Support;
using GitOps.Engine.Cluster;
using GitOps.Engine.Reconciling;
using GitOps.Model.Api;
using GitOps.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace GitOps.Actualizer.Tests.Faults;

/// <summary>An actualizer that dies at any step leaves nothing that its successor does not bring to the same end.</summary>
internal sealed class KilledTests : ActualizerFixture
{
    private const string First = "al";

    /// <summary>From one state to another that creates, updates and deletes.</summary>
    private static string Before => Project.WithPath(First, "One", "/one/*");

    private static string After => Project.WithPath(First, "Two", "/two/*");

    private async Task<IReadOnlyList<string>> ExpectedAsync()
    {
        var actualizer = await StartAsync();
        await ApplyAsync(First, After);
        var expected = await Cluster.AllOfAsync(First);
        await ApplyAsync(First, Project.Disabled(First));
        await ApplyAsync(First, Before);
        await StopAsync(actualizer);
        return expected;
    }

    private async Task SuccessorReachesAsync(IReadOnlyList<string> expected)
    {
        await StartAsync();
        await ReportedAsync(First, ReconcileState.Succeeded, _revision);
        Assert.That(await Cluster.AllOfAsync(First), Is.EqualTo(expected));
    }

    /// <summary>The last report may still be that of the actualizer before.</summary>
    private static Task OwnPassDoneAsync(RunningActualizer actualizer) =>
        Eventually.That(() => actualizer.Get<EnvironmentRecords>().Find(Project.Key(First))?.Last is Outcome.Succeeded, "this actualizer has looked at it");

    private Model.Snapshots.Revision _revision;

    [TestCase(0, TestName = "Killed_BeforeCompare_SuccessorReachesTheSameEnd")]
    [TestCase(1, TestName = "Killed_BeforeFetch_SuccessorReachesTheSameEnd")]
    [TestCase(2, TestName = "Killed_BeforeCompose_SuccessorReachesTheSameEnd")]
    [TestCase(3, TestName = "Killed_BeforePlan_SuccessorReachesTheSameEnd")]
    [TestCase(4, TestName = "Killed_BeforeAccess_SuccessorReachesTheSameEnd")]
    [TestCase(5, TestName = "Killed_BetweenPlanAndApply_SuccessorReachesTheSameEnd")]
    [TestCase(6, TestName = "Killed_BetweenApplyAndPrune_SuccessorReachesTheSameEnd")]
    public async Task Killed_BetweenTwoPhases_SuccessorReachesTheSameEnd(int phase)
    {
        var expected = await ExpectedAsync();
        var kill = new KillPhase();
        var actualizer = await StartAsync(services =>
        {
            var index = services.ToList().FindIndex(service => service.ServiceType == typeof(IReconcilePhase)) + phase;
            services.Insert(index, ServiceDescriptor.Singleton<IReconcilePhase>(kill));
        });
        await OwnPassDoneAsync(actualizer);

        kill.Armed = true;
        _revision = Store.Push(First, After);
        await kill.Reached.WaitAsync(TimeSpan.FromSeconds(30));
        await StopAsync(actualizer);

        await SuccessorReachesAsync(expected);
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(4)]
    [TestCase(6)]
    [TestCase(7)]
    public async Task Killed_AfterSoManyWrites_SuccessorReachesTheSameEnd(int writes)
    {
        var expected = await ExpectedAsync();
        KilledCluster? cluster = null;
        var actualizer = await StartAsync(services => services.Decorate<ICluster>(inner => cluster = new KilledCluster(inner, writes)));
        await OwnPassDoneAsync(actualizer);

        cluster!.Armed = true;
        _revision = Store.Push(First, After);
        await cluster.Reached.WaitAsync(TimeSpan.FromSeconds(30));
        await StopAsync(actualizer);

        await SuccessorReachesAsync(expected);
    }

    [Test]
    public async Task Killed_BeforeTheStatusWasDelivered_SuccessorReportsIt()
    {
        var actualizer = await StartAsync();
        await ApplyAsync(First, Before);
        Store.RefuseStatuses = true;
        _revision = Store.Push(First, After);
        await Eventually.That(() => Cluster.FindAsync("Deployment", "gateway-al-dev-two"), Is.Not.Null);
        await StopAsync(actualizer);
        Store.RefuseStatuses = false;

        await StartAsync();

        await ReportedAsync(First, ReconcileState.Succeeded, _revision);
    }
}
