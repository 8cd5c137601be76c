using GitOps.EndToEnd.Tests.World;
using GitOps.Gitea;
using GitOps.Model.Api;
using GitOps.Testing;

namespace GitOps.EndToEnd.Tests;

/// <summary>What an operator or a producer switches off goes, and comes back when it is switched on.</summary>
[TestFixture(ClusterKind.Sandbox)]
[TestFixture(ClusterKind.Real)]
public sealed class DisableAndEnableTests(ClusterKind kind) : EndToEndFixture(kind)
{
    private static readonly Project Shop = new(new Gateway("g1", "Shop"));

    [Test]
    public async Task NeverAgain10_DisabledInTheProject_RemovesEverythingAndEnablingBringsItBack() =>
        await RemovesEverythingAndBringsItBack(Shop with { Disabled = true });

    [Test]
    public async Task NeverAgain10_DisabledInTheDocument_RemovesEverythingAndEnablingBringsItBack() =>
        await RemovesEverythingAndBringsItBack(Shop with { DisabledOutside = true });

    [Test]
    public async Task Disable_OfABrokenDocument_RemovesEverything()
    {
        var al = await World.RunningProducerAsync("al", Shop);

        var commit = await al.PushAsync(Shop with { Broken = true, Disabled = true });

        await World.UntilAsync(al, ReconcileState.Succeeded, commit, "Disabled");
        Assert.That(await World.Cluster.NamesAsync("al"), Is.Empty);
    }

    [Test]
    public async Task RemoveRepository_AfterTheGracePeriod_RemovesEverythingAndAddingItBringsItBack()
    {
        var al = await World.RunningProducerAsync("al", Shop);
        var before = await World.Cluster.NamesAsync("al");
        var functions = new RepositoryName(al.User, "functions");

        await World.Gitea.Repositories.DeleteAsync(functions, CancellationToken.None);

        await Eventually.That(() => World.Cluster.NamesAsync("al"), Is.Empty, "a repository is gone for good", TimeSpan.FromSeconds(60));

        World.Forge.Forge.CreateRepository(al.User, "functions", []);
        await Eventually.That(() => World.Cluster.NamesAsync("al"), Is.EqualTo(before), "it is back", TimeSpan.FromSeconds(60));
    }

    [Test]
    public async Task DeleteUser_AfterTheGracePeriod_RemovesEverythingAndRecreatingBringsItBack()
    {
        using var al = await World.RunningProducerAsync("al", Shop);
        await World.RunningProducerAsync("bo", Shop);
        var (before, bystander) = (await World.Cluster.NamesAsync("al"), await World.Cluster.VersionsAsync("bo"));

        await World.Gitea.Users.DeleteAsync(al.User, purge: true, CancellationToken.None);

        await Eventually.That(() => World.Cluster.NamesAsync("al"), Is.Empty, "the producer is gone for good", TimeSpan.FromSeconds(60));
        Assert.That(await World.Cluster.VersionsAsync("bo"), Is.EqualTo(bystander), "another producer is as it was");

        using var again = await World.CreateProducerAsync("al");
        var commit = await again.PushAsync(Shop);
        await World.UntilAsync(again, ReconcileState.Succeeded, commit);
        Assert.That(await World.Cluster.NamesAsync("al"), Is.EqualTo(before));
    }

    [Test]
    public async Task DeleteUser_WithinTheGracePeriod_KeepsEverythingAndSaysSo()
    {
        await World.Actualizer.StopAsync();
        await World.Actualizer.StartAsync(("GRACE_PERIOD", "3600"));
        var al = await World.RunningProducerAsync("al", Shop);
        var before = await World.Cluster.VersionsAsync("al");

        await World.Gitea.Repositories.DeleteAsync(new RepositoryName(al.User, "dev"), CancellationToken.None);

        var status = await World.UntilAsync(al, ReconcileState.Waiting, reason: "RepositoryMissing");
        Assert.That(status.Message, Does.Contain("keeps running"));
        Assert.That(await World.Cluster.VersionsAsync("al"), Is.EqualTo(before));
    }

    private async Task RemovesEverythingAndBringsItBack(Project disabled)
    {
        var al = await World.RunningProducerAsync("al", Shop);
        var before = await World.Cluster.NamesAsync("al");

        var off = await al.PushAsync(disabled);
        var status = await World.UntilAsync(al, ReconcileState.Succeeded, off, "Disabled");
        Assert.That(await World.Cluster.NamesAsync("al"), Is.Empty);
        Assert.That(status.Changes.Select(change => change.Action), Is.All.EqualTo("delete"));
        await Eventually.That(() => World.Cluster.ListAsync("Pod", "al"), Is.Empty, "its pods end", TimeSpan.FromSeconds(60));

        var copy = await al.CopyAsync();
        await copy.GitAsync("revert", "--no-edit", "HEAD");
        var on = await copy.PushAsync();
        await World.UntilAsync(al, ReconcileState.Succeeded, on, "Applied");
        Assert.That(await World.Cluster.NamesAsync("al"), Is.EqualTo(before));
    }
}
