using GitOps.EndToEnd.Tests.World;
using GitOps.Model.Api;
using GitOps.Testing;

namespace GitOps.EndToEnd.Tests;

/// <summary>A commit that cannot be understood changes nothing, and says where and why.</summary>
[TestFixture(ClusterKind.Sandbox)]
[TestFixture(ClusterKind.Real)]
public sealed class InvalidCommitTests(ClusterKind kind) : EndToEndFixture(kind)
{
    private static readonly Project Shop = new(new Gateway("g1", "Shop"));

    [Test]
    public async Task Promise3_InvalidDocument_LastValidStateKeepsRunningAndTheCommitIsMarked()
    {
        var al = await World.RunningProducerAsync("al", Shop);
        var before = await World.Cluster.VersionsAsync("al");

        var commit = await al.PushAsync(Shop with { Broken = true });

        var status = await World.UntilAsync(al, ReconcileState.Refused, commit, "InvalidDocument");
        var problem = status.Problems.Single();
        Assert.That(problem.File, Is.EqualTo("dev/lunchbadger.json"));
        Assert.That(problem.Path, Does.Contain("connections[1]"));
        Assert.That(problem.ToString(), Does.Contain("nothing-has-this-id"));
        var marks = await Eventually.That(() => World.CommitStatusesAsync(al, commit), Is.Not.Empty, "the commit is marked");
        Assert.That(marks[0].Status, Is.EqualTo("failure"));
        Assert.That(marks[0].Description, Does.Contain("lunchbadger.json").And.Contain("connections[1]"));
        Assert.That(await World.Cluster.VersionsAsync("al"), Is.EqualTo(before));
    }

    [TestCase("not JSON at all")]
    [TestCase("[]")]
    [TestCase("""{"models":{"Project":{"al-dev":"{"}}}""")]
    [TestCase("""{"models":{"Project":{"al-dev":"{\"gateways\":{}}"}}}""")]
    [TestCase("")]
    public async Task Promise3_UnreadableDocument_LastValidStateKeepsRunning(string document)
    {
        var al = await World.RunningProducerAsync("al", Shop);
        var before = await World.Cluster.VersionsAsync("al");

        var commit = await al.PushFileAsync("lunchbadger.json", document);

        await World.UntilAsync(al, ReconcileState.Refused, commit, "InvalidDocument");
        Assert.That(await World.Cluster.VersionsAsync("al"), Is.EqualTo(before));
    }

    [Test]
    public async Task NeverAgain2_InvalidDocument_IsPutRightByTheNextPush()
    {
        var al = await World.RunningProducerAsync("al", Shop);
        var broken = await al.PushAsync(Shop with { Broken = true });
        await World.UntilAsync(al, ReconcileState.Refused, broken);

        var commit = await al.PushAsync(new Project(new Gateway("g1", "Shop", RateLimit: 5)));

        await World.UntilAsync(al, ReconcileState.Succeeded, commit);
        // Marks are set one after the other: a rollout that goes on is told as pending first.
        await Eventually.That(() => World.CommitMarkAsync(al, commit), Is.EqualTo("success"), "the commit is marked");
    }

    [Test]
    public async Task Promise3_DriftWhileTheCommitIsInvalid_IsHealedToTheLastValidState()
    {
        var al = await World.RunningProducerAsync("al", Shop);
        var before = await World.Cluster.NamesAsync("al");
        var broken = await al.PushAsync(Shop with { Broken = true });
        await World.UntilAsync(al, ReconcileState.Refused, broken);

        await World.Cluster.DeleteAsync("Service", "gateway-al-dev-shop");

        await Eventually.That(() => World.Cluster.NamesAsync("al"), Is.EqualTo(before), "the service is made anew");
    }

    [Test]
    public async Task Promise6_InvalidDocument_DoesNotStopAnotherProducer()
    {
        var al = await World.RunningProducerAsync("al", Shop);
        var broken = await al.PushAsync(Shop with { Broken = true });
        await World.UntilAsync(al, ReconcileState.Refused, broken);

        await World.RunningProducerAsync("bo", Shop);

        Assert.That(await World.Cluster.NamesAsync("bo"), Has.Member("Deployment/gateway-bo-dev-shop"));
    }

    [Test]
    public async Task Promise3_ActualizerRestartedWhileTheCommitIsInvalid_KeepsTheLastValidState()
    {
        var al = await World.RunningProducerAsync("al", Shop);
        var before = await World.Cluster.VersionsAsync("al");
        var broken = await al.PushAsync(Shop with { Broken = true });
        await World.UntilAsync(al, ReconcileState.Refused, broken);

        await World.Actualizer.StopAsync();
        await World.Cluster.EditAsync("Service", "gateway-al-dev-shop", """{"metadata":{"labels":{"app":"other"}}}""");
        await World.Actualizer.StartAsync();

        await Eventually.That(
            async () => (string?)(await World.Cluster.GetAsync("Service", "gateway-al-dev-shop"))["metadata"]!["labels"]!["app"],
            Is.EqualTo("gateway"),
            "drift is healed to the last valid state, which is known from the status",
            TimeSpan.FromSeconds(60));
        Assert.That((await World.Cluster.VersionsAsync("al")).Keys, Is.EqualTo(before.Keys));
    }
}
