using GitOps.Actualizer.Tests.Support;
using GitOps.Model.Api;
using GitOps.Testing;
using GitOps.Testing.ControlPlane;

namespace GitOps.Actualizer.Tests.Faults;

/// <summary>With a control plane of its own, which is killed, and whose controllers delete namespaces.</summary>
internal sealed class ApiServerDownTests : ActualizerFixture
{
    private KubernetesApiServer? _own;

    protected override async Task<KubernetesApiServer> TakeServerAsync() => _own = await KubernetesApiServer.StartAsync(new() { ControllerManager = true });

    [OneTimeTearDown]
    public async Task EndServer()
    {
        if (_own is not null) await _own.DisposeAsync();
    }

    [Test]
    public async Task ApiServer_KilledAndStartedAgain_ConvergesWithoutARestartOfOurs()
    {
        await StartAsync();
        await ApplyAsync("al", Project.Of("al"));
        await Server.KillAsync();

        var revision = Store.Push("al", Project.Of("al", "Gateway"));
        var status = await ReportedAsync("al", ReconcileState.Failed, revision);
        Assert.That(status.Reason, Is.EqualTo("ClusterUnavailable"));

        await Server.StartAsync();
        await Eventually.That(() => Store.StatusOf("al") is { State: ReconcileState.Succeeded } done && done.Revision == revision, "al is applied", TimeSpan.FromSeconds(60));
        Assert.That(await Cluster.FindAsync("Deployment", "gateway-al-dev-gateway"), Is.Not.Null);
    }

    [Test]
    public async Task Namespace_DeletedByHand_IsMadeAgainWithEverythingInIt()
    {
        await StartAsync();
        await ApplyAsync("al", Project.Of("al", "Gateway"));
        var before = await Cluster.AllOfAsync("al");
        using var http = Server.CreateClient();
        (await http.DeleteAsync($"api/v1/namespaces/{Cluster.Namespace}")).EnsureSuccessStatusCode();

        await Eventually.That(async () => !(await http.GetAsync($"api/v1/namespaces/{Cluster.Namespace}")).IsSuccessStatusCode
            || Store.HistoryOf("al").Count > 1, "the deletion is noticed", TimeSpan.FromSeconds(60));
        await Eventually.That(() => Cluster.AllOfAsync("al"), Is.EqualTo(before), "everything is made anew", TimeSpan.FromSeconds(60));
    }
}
