using GitOps.Actualizer.Tests.Support;
using GitOps.Model.Api;
using GitOps.Testing;

namespace GitOps.Actualizer.Tests.Safety;

/// <summary>What replaces is ready before what it replaces goes.</summary>
internal sealed class ReplacementTests : ActualizerFixture
{
    private static readonly (string, string)[] OnePodEach = [("REPLICAS", "1"), ("SLEEP_TIME", "200")];

    private async Task AppliedAndRolledOutAsync(string document)
    {
        Store.Push("al", document);
        await ReportedAsync("al", ReconcileState.Succeeded);
        foreach (var name in await Cluster.NamesAsync("Deployment", "al")) await Cluster.RollOutAsync(name);
    }

    [Test]
    public async Task Promise7_ConfigChange_KeepsTheFormerConfigurationUntilThePodsRolled()
    {
        await StartAsync(OnePodEach);
        await AppliedAndRolledOutAsync(Project.WithPath("al", "Gateway", "/one/*"));
        var former = (await Cluster.NamesAsync("ConfigMap", "al")).Single();

        var revision = Store.Push("al", Project.WithPath("al", "Gateway", "/two/*"));
        var waiting = await ReportedAsync("al", ReconcileState.Waiting, revision, "RolloutPending");

        Assert.That(waiting.AppliedRevision, Is.EqualTo(revision));
        Assert.That(waiting.Message, Does.Contain("gateway-al-dev-gateway"));
        Assert.That(await Cluster.FindAsync("ConfigMap", former), Is.Not.Null);

        await Cluster.RollOutAsync("gateway-al-dev-gateway");
        await ReportedAsync("al", ReconcileState.Succeeded, revision);
        Assert.That(await Cluster.FindAsync("ConfigMap", former), Is.Null);
    }

    [Test]
    public async Task Promise7_NeverAgain6_RenamedGateway_KeepsTheFormerUntilTheNewIsReady()
    {
        await StartAsync(OnePodEach);
        await AppliedAndRolledOutAsync(Project.Of("al", "Before"));

        var revision = Store.Push("al", Project.Of("al", "After"));
        await ReportedAsync("al", ReconcileState.Waiting, revision, "RolloutPending");
        Assert.That(await Cluster.FindAsync("Deployment", "gateway-al-dev-before"), Is.Not.Null);
        Assert.That(await Cluster.FindAsync("Service", "gateway-al-dev-before"), Is.Not.Null);
        Assert.That(await Cluster.FindAsync("Deployment", "gateway-al-dev-after"), Is.Not.Null);

        await Cluster.RollOutAsync("gateway-al-dev-after");
        await ReportedAsync("al", ReconcileState.Succeeded, revision);
        Assert.That((await Cluster.AllOfAsync("al")).Where(name => name.Contains("before", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task RemovedGateway_WaitsForNothing()
    {
        await StartAsync(OnePodEach);
        await AppliedAndRolledOutAsync(Project.Of("al", "One", "Two"));

        await ApplyAsync("al", Project.Of("al", "One"));

        Assert.That((await Cluster.AllOfAsync("al")).Where(name => name.Contains("two", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task WaitingForARollout_AsksNobodyInTheMeantime()
    {
        await StartAsync(OnePodEach);
        await AppliedAndRolledOutAsync(Project.WithPath("al", "Gateway", "/one/*"));
        await ReportedAsync("al", ReconcileState.Waiting, Store.Push("al", Project.WithPath("al", "Gateway", "/two/*")), "RolloutPending");
        var requests = Store.Requests.Count;
        var mark = Server.Requests.Mark();

        await Eventually.That(() => Store.Requests.Skip(requests).Count(request => request.StartsWith("GET /environments", StringComparison.Ordinal)), Is.GreaterThanOrEqualTo(3));

        Assert.That(Store.Requests.Skip(requests), Is.All.StartsWith("GET /environments"));
        Assert.That(Server.Requests.Since(mark).Where(request => request.Namespace == Cluster.Namespace && request.Verb != "watch"), Is.Empty);
    }
}
