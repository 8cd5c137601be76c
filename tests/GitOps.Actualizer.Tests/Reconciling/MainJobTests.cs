using GitOps.Actualizer.Tests.Support;
using GitOps.Model.Api;

namespace GitOps.Actualizer.Tests.Reconciling;

/// <summary>From a push to the cluster, on a real API server.</summary>
internal sealed class MainJobTests : ActualizerFixture
{
    [Test]
    public async Task Push_NewProducer_MakesItsObjects()
    {
        await StartAsync();
        var status = await ApplyAsync("al", Project.Of("al", "Gateway"));

        Assert.That(await Cluster.NamesAsync("Deployment", "al"), Is.EqualTo(new[] { "gateway-al-dev-gateway", "sls-api-al-dev", "workspace-al-dev" }));
        Assert.That(await Cluster.AllOfAsync("al"), Has.Count.EqualTo(status.Objects - 1), "and the producer's network policy");
        Assert.That(status.Changes.Select(change => change.Action), Is.All.EqualTo("create"));
        Assert.That(status.Changes.Select(change => change.Reason), Is.All.StartsWith("new in revision"));
        Assert.That(status.AppliedRevision, Is.EqualTo(status.Revision));
    }

    [Test]
    public async Task Push_ProducerThatWasThereBeforeTheStart_MakesItsObjects()
    {
        Store.Push("al", Project.Of("al"));
        await StartAsync();
        await ReportedAsync("al", ReconcileState.Succeeded);
        Assert.That(await Cluster.NamesAsync("Deployment", "al"), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task NeverAgain5_ConfigChange_RollsItsPodsAndNothingElse()
    {
        await StartAsync();
        await ApplyAsync("al", Project.WithPath("al", "Gateway", "/one/*"));
        var before = await GenerationsAsync();

        var status = await ApplyAsync("al", Project.WithPath("al", "Gateway", "/two/*"));

        var after = await GenerationsAsync();
        Assert.That(after["gateway-al-dev-gateway"], Is.EqualTo(before["gateway-al-dev-gateway"] + 1));
        Assert.That(after["workspace-al-dev"], Is.EqualTo(before["workspace-al-dev"]));
        Assert.That(after["sls-api-al-dev"], Is.EqualTo(before["sls-api-al-dev"]));
        Assert.That(status.Changes.Select(change => $"{change.Action} {change.Kind}"), Is.EquivalentTo(new[] { "create ConfigMap", "update Deployment", "delete ConfigMap" }));
        Assert.That(status.Changes.Single(change => change.Action == "update").Reason, Does.StartWith("revision changed: "));
        Assert.That(await Cluster.NamesAsync("ConfigMap", "al"), Has.Count.EqualTo(1), "the former configuration is gone");
    }

    [Test]
    public async Task Push_LostEvent_IsCaughtUpByTheSchedule()
    {
        await StartAsync();
        await ApplyAsync("al", Project.Of("al"));
        var revision = Store.Push("al", Project.Of("al", "Gateway"), announce: false);
        await ReportedAsync("al", ReconcileState.Succeeded, revision);
    }

    [Test]
    public async Task Disable_ThenEnable_RemovesEverythingAndBringsItBack()
    {
        await StartAsync();
        await ApplyAsync("al", Project.Of("al", "Gateway"));
        var before = await Cluster.AllOfAsync("al");

        var disabled = await ApplyAsync("al", Project.Disabled("al", "Gateway"));
        Assert.That(disabled.Reason, Is.EqualTo("Disabled"));
        Assert.That(disabled.Changes.Select(change => change.Action), Is.All.EqualTo("delete"));
        Assert.That(await Cluster.AllOfAsync("al"), Is.Empty, "never again 10: nothing of a disabled producer stays");

        await ApplyAsync("al", Project.Of("al", "Gateway"));
        Assert.That(await Cluster.AllOfAsync("al"), Is.EqualTo(before));
    }

    private async Task<Dictionary<string, long>> GenerationsAsync() =>
        (await Cluster.ListAsync("Deployment")).ToDictionary(ClusterView.Name, live => live.GetProperty("metadata").GetProperty("generation").GetInt64());
}
