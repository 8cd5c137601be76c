using GitOps.EndToEnd.Tests.World;
using GitOps.Model.Api;
using GitOps.Testing;

namespace GitOps.EndToEnd.Tests;

/// <summary>No producer can name, route, read, change or remove anything of another's: in one namespace for all, and in one for each.</summary>
[TestFixture(ClusterKind.Sandbox, NamespaceMode.Shared)]
[TestFixture(ClusterKind.Sandbox, NamespaceMode.Own)]
[TestFixture(ClusterKind.Real, NamespaceMode.Shared)]
[TestFixture(ClusterKind.Real, NamespaceMode.Own)]
public sealed class IsolationTests(ClusterKind kind, NamespaceMode mode) : IsolationFixture(kind, mode)
{
    [Test]
    public async Task Promise8_DisablingOne_TouchesNothingOfAnother()
    {
        var al = await World.RunningProducerAsync("al", Shop);
        await World.RunningProducerAsync("al-dev", Shop);
        var bystander = await In("al-dev").VersionsAsync("al-dev");

        await al.PushAsync(Shop with { Disabled = true });
        await World.UntilAsync(al, ReconcileState.Succeeded, reason: "Disabled");

        Assert.That(await In("al").NamesAsync("al"), Is.Empty);
        Assert.That(bystander, Is.Not.Empty);
        Assert.That(await In("al-dev").VersionsAsync("al-dev"), Is.EqualTo(bystander));
    }

    [Test]
    public async Task Promise8_ServiceEndpointToAnothersWorkspace_IsRefused()
    {
        await World.RunningProducerAsync("bo", Shop);
        var al = await World.RunningProducerAsync("al", Shop);
        var before = await In("al").VersionsAsync("al");

        await al.PushFileAsync("lunchbadger.json", Shop.ToDocument("al").Replace("https://api.example.com", $"http://workspace-bo-dev.{NamespaceOf("bo")}:3000", StringComparison.Ordinal));

        var status = await World.UntilAsync(al, ReconcileState.Refused, reason: "InvalidDocument");
        Assert.That(status.Problems.Single().Reason, Does.Contain("does not belong to this environment"));
        Assert.That(await In("al").VersionsAsync("al"), Is.EqualTo(before));
    }

    [TestCase("""{ "domain": "bo-dev.example.com" }""", "$.domain")]
    [TestCase("""{ "env": { "gateway": { "EG_NAMESPACE": "EG-bo-dev-" } } }""", "EG_NAMESPACE")]
    public async Task Promise8_EnvironmentSettingsThatAskForWhatIsAnothers_AreRefused(string settings, string where)
    {
        await World.RunningProducerAsync("bo", Shop);
        var al = await World.RunningProducerAsync("al", Shop);
        var before = await In("al").VersionsAsync("al");

        await al.PushFileAsync("environments/dev.json", settings);

        var status = await World.UntilAsync(al, ReconcileState.Refused, reason: "InvalidDocument");
        Assert.That(status.Problems.Single().Path, Does.Contain(where));
        Assert.That(await In("al").VersionsAsync("al"), Is.EqualTo(before));
    }

    [Test]
    public async Task Promise8_ObjectOfOneMadeBeforeWithLabelsOfAnother_IsRefusedAndUntouched()
    {
        await World.RunningProducerAsync("bo", new Project());
        var al = await World.RunningProducerAsync("al", new Project());
        await In("al").CreateAsync("ConfigMap", Notes("gateway-al-dev-notes", "bo"));
        await In("al").CreateAsync("Service", """
            { "apiVersion": "v1", "kind": "Service", "metadata": { "name": "gateway-al-dev-shop", "labels": { "app": "gateway", "producer": "bo", "environment": "dev" } }, "spec": { "ports": [{ "port": 1234 }] } }
            """);
        var before = (await In("al").GetAsync("Service", "gateway-al-dev-shop")).ToJsonString();

        var commit = await al.PushAsync(Shop);

        await World.UntilAsync(al, ReconcileState.Refused, commit, "ForeignObject");
        Assert.That((await In("al").GetAsync("Service", "gateway-al-dev-shop")).ToJsonString(), Is.EqualTo(before));
        Assert.That(await In("al").FindAsync("ConfigMap", "gateway-al-dev-notes"), Is.Not.Null, "bo does not prune it either");
    }

    [Test]
    public async Task Promise8_RemovingOne_LeavesWhatCarriesItsLabelsInAnothersPlace()
    {
        var al = await World.RunningProducerAsync("al", Shop);
        await World.RunningProducerAsync("bo", Shop);
        await In("bo").CreateAsync("ConfigMap", Notes("forged", "al"));
        // Even in this system's own name, outside of where al's objects can lie.
        if (IsOwn) await In("bo").ApplyAsync("ConfigMap", "forged-well", Notes("forged-well", "al"), "gitops-actualizer");
        var bystander = await In("bo").VersionsAsync("bo");

        await World.Gitea.Users.DeleteAsync(al.User, purge: true, CancellationToken.None);
        await Eventually.That(() => In("al").ListAsync("Deployment", "al"), Is.Empty, "al is gone", TimeSpan.FromSeconds(90));

        Assert.That(await In("bo").VersionsAsync("bo"), Is.EqualTo(bystander));
        Assert.That(await In("bo").FindAsync("ConfigMap", "forged"), Is.Not.Null);
        if (IsOwn) Assert.That(await In("bo").FindAsync("ConfigMap", "forged-well"), Is.Not.Null);
    }

    private static string Notes(string name, string producer) =>
        $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}","labels":{"app":"gateway","producer":"{{{producer}}}","environment":"dev"}},"data":{"a":"b"}}""";
}
