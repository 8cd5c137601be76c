using System.Text.Json.Nodes;
using GitOps.EndToEnd.Tests.World;
using GitOps.Model.Api;
using GitOps.Testing;

namespace GitOps.EndToEnd.Tests;

/// <summary>Objects that were restored from a backup are known again; what only looks like ours is not.</summary>
[TestFixture(ClusterKind.Sandbox)]
[TestFixture(ClusterKind.Real)]
public sealed class RestoredObjectTests(ClusterKind kind) : EndToEndFixture(kind)
{
    private const string Shop = "gateway-al-dev-shop";
    private const string ClearManagedFields = """[{"op":"replace","path":"/metadata/managedFields","value":[{}]}]""";

    [Test]
    public async Task NeverAgain10_ManagedFieldsLost_EverythingIsKnownAgain_AndGoesWhenItIsDisabled()
    {
        var al = await World.RunningProducerAsync("al", new Project(new Gateway("g1", "Shop")));
        var made = await World.Cluster.NamesAsync("al");
        await World.Actualizer.StopAsync();
        foreach (var name in made.Select(name => name.Split('/'))) await World.Cluster.PatchAsync(name[0], name[1], ClearManagedFields);
        // What the backup holds and git does not any more.
        await World.Cluster.EditAsync("Service", Shop, """{"metadata":{"annotations":{"prometheus.io/scrape":"stale"}}}""");
        await World.Actualizer.StartAsync();

        var commit = await al.PushAsync(new Project(new Gateway("g1", "Shop", RateLimit: 7)));
        await World.UntilAsync(al, ReconcileState.Succeeded, commit);
        var managers = (await World.Cluster.GetAsync("Deployment", Shop))["metadata"]!["managedFields"]!.AsArray().Select(entry => (string?)entry!["manager"]);
        Assert.That(managers, Has.Member("gitops-actualizer").And.No.Member("before-first-apply"));

        commit = await al.PushAsync(new Project(new Gateway("g1", "Shop")) { Disabled = true });
        await World.UntilAsync(al, ReconcileState.Succeeded, commit);
        await Eventually.That(() => World.Cluster.NamesAsync("al"), Is.Empty, "all of it is gone");
    }

    [Test]
    public async Task Promise5_CopyOfAnObjectUnderAnotherName_IsNotOurs_AndADisabledEnvironmentSaysThatItRuns()
    {
        var al = await World.RunningProducerAsync("al", new Project(new Gateway("g1", "Shop")));
        var copy = await World.Cluster.GetAsync("Deployment", Shop);
        var metadata = copy["metadata"]!;
        copy["metadata"] = new JsonObject { ["name"] = "copied", ["labels"] = metadata["labels"]!.DeepClone(), ["annotations"] = metadata["annotations"]!.DeepClone() };
        copy.AsObject().Remove("status");
        await World.Cluster.CreateAsync("Deployment", copy.ToJsonString());

        var commit = await al.PushAsync(new Project(new Gateway("g1", "Shop")) { Disabled = true });
        var status = await World.UntilAsync(al, ReconcileState.Succeeded, commit);

        Assert.That(await World.Cluster.FindAsync("Deployment", "copied"), Is.Not.Null, "it is somebody else's");
        Assert.That(status.Message, Does.Contain("copied").And.Not.Contain("nothing of it runs"));
    }

    [Test]
    public async Task Disabled_WhileAFinalizerHoldsAnObject_WaitsAndNamesIt()
    {
        var al = await World.RunningProducerAsync("al", new Project(new Gateway("g1", "Shop")));
        await World.Cluster.EditAsync("Deployment", Shop, """{"metadata":{"finalizers":["example.org/hold"]}}""");

        var commit = await al.PushAsync(new Project(new Gateway("g1", "Shop")) { Disabled = true });
        var status = await World.UntilAsync(al, ReconcileState.Waiting, commit, "Terminating");

        Assert.That(status.Message, Does.Contain(Shop).And.Contain("example.org/hold"));
        await World.Cluster.EditAsync("Deployment", Shop, """{"metadata":{"finalizers":null}}""");
        await World.UntilAsync(al, ReconcileState.Succeeded, commit);
        Assert.That(await World.Cluster.FindAsync("Deployment", Shop), Is.Null);
    }
}
