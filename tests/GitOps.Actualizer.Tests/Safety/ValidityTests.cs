using GitOps.Actualizer.Tests.Support;
using GitOps.Model.Api;
using GitOps.Testing;

namespace GitOps.Actualizer.Tests.Safety;

/// <summary>What does not validate changes nothing.</summary>
internal sealed class ValidityTests : ActualizerFixture
{
    [Test]
    public async Task Promise3_NeverAgain2_InvalidCommit_KeepsTheLastValidStateAndSaysWhereAndWhy()
    {
        await StartAsync();
        var valid = await ApplyAsync("al", Project.Of("al", "Gateway"));
        var before = await Cluster.VersionsOfAsync("al");

        var revision = Store.Push("al", Project.Invalid("al", "Gateway"));
        var status = await ReportedAsync("al", ReconcileState.Refused, revision);

        Assert.That(await Cluster.VersionsOfAsync("al"), Is.EqualTo(before));
        Assert.That(status.Reason, Is.EqualTo("InvalidDocument"));
        Assert.That(status.AppliedRevision, Is.EqualTo(valid.Revision));
        Assert.That(status.Problems, Is.Not.Empty);
        Assert.That(status.Problems[0].File, Does.Contain("lunchbadger.json"));
        Assert.That(status.Problems[0].Path, Does.StartWith("$"));
        Assert.That(status.Message, Does.Contain("nothing-of-this-id"));
    }

    [Test]
    public async Task Promise3_NotJsonAtAll_KeepsTheLastValidState()
    {
        await StartAsync();
        await ApplyAsync("al", Project.Of("al", "Gateway"));
        var before = await Cluster.VersionsOfAsync("al");

        await ReportedAsync("al", ReconcileState.Refused, Store.Push("al", "{ this is not"));

        Assert.That(await Cluster.VersionsOfAsync("al"), Is.EqualTo(before));
    }

    [Test]
    public async Task Promise3_DriftWhileTheCommitIsInvalid_IsHealedToTheLastValidState()
    {
        await StartAsync();
        await ApplyAsync("al", Project.Of("al", "Gateway"));
        await ReportedAsync("al", ReconcileState.Refused, Store.Push("al", Project.Invalid("al", "Gateway")));

        await Cluster.DeleteAsync("Deployment", "gateway-al-dev-gateway");

        await Eventually.That(() => Cluster.FindAsync("Deployment", "gateway-al-dev-gateway"), Is.Not.Null);
        Assert.That(Store.StatusOf("al")!.State, Is.EqualTo(ReconcileState.Refused));
    }

    [Test]
    public async Task Promise3_RestartWhileTheCommitIsInvalid_FindsTheLastValidStateAgain()
    {
        var first = await StartAsync();
        var valid = await ApplyAsync("al", Project.Of("al", "Gateway"));
        await ReportedAsync("al", ReconcileState.Refused, Store.Push("al", Project.Invalid("al", "Gateway")));
        await StopAsync(first);
        await Cluster.DeleteAsync("Deployment", "gateway-al-dev-gateway");

        await StartAsync();

        await Eventually.That(() => Cluster.FindAsync("Deployment", "gateway-al-dev-gateway"), Is.Not.Null);
        await Eventually.That(() => Store.HistoryOf("al")[^1], Has.Property("State").EqualTo(ReconcileState.Refused).And.Property("AppliedRevision").EqualTo(valid.Revision));
    }

    [Test]
    public async Task Promise3_RepairedCommit_IsApplied()
    {
        await StartAsync();
        await ApplyAsync("al", Project.Of("al", "Gateway"));
        await ReportedAsync("al", ReconcileState.Refused, Store.Push("al", Project.Invalid("al", "Gateway")));
        var status = await ApplyAsync("al", Project.Of("al", "Gateway", "Second"));
        Assert.That(status.Problems, Is.Empty);
        Assert.That(await Cluster.FindAsync("Deployment", "gateway-al-dev-second"), Is.Not.Null);
    }

    [Test]
    public async Task Promise6_OneProducerInvalid_OthersGoOn()
    {
        await StartAsync();
        await ReportedAsync("bad", ReconcileState.Refused, Store.Push("bad", "[]"));
        await ApplyAsync("good", Project.Of("good"));
    }
}
