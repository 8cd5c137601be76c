using GitOps.EndToEnd.Tests.World;
using GitOps.Model.Api;
using GitOps.Model.Names;
using GitOps.Testing;

namespace GitOps.EndToEnd.Tests;

/// <summary>Branches and repositories, pushed, merged and deleted with git, become environments and projects that run and go.</summary>
[TestFixture(ClusterKind.Sandbox)]
[TestFixture(ClusterKind.Real)]
public sealed class EnvironmentsAndProjectsTests(ClusterKind kind) : EndToEndFixture(kind)
{
    private const string Branch = "env/staging";

    // A gateway of al/main/dev: everything of it is called so.
    private static bool IsOfDev(string name) => name.Contains("-al-dev", StringComparison.Ordinal);

    private static bool IsOfStaging(string name) => name.Contains("-al-staging", StringComparison.Ordinal);

    private async Task<TestProducer> WithStagingAsync()
    {
        var al = await World.RunningProducerAsync("al", new Project(new Gateway("g1", "Shop", RateLimit: 100)));
        var dev = await al.CopyAsync();
        await dev.GitAsync("checkout", "-q", "-b", Branch);
        dev.Write("environments/staging.json", """{"replicas": {"workspace": 2}, "resources": {"gateway": {"limits": {"memory": "0.25Gi"} } } }""");
        await PushBranchAsync(dev);
        await Eventually.That(() => World.Cluster.NamesAsync("al"), Has.Member("Ingress/gateway-al-staging-shop"), "staging is made", TimeSpan.FromSeconds(60));
        return al;
    }

    private static async Task PushBranchAsync(WorkingCopy copy)
    {
        await copy.GitAsync("add", "-A");
        await copy.GitAsync("commit", "-q", "--allow-empty", "-m", "Settings of staging");
        await copy.GitAsync("push", "-q", "origin", $"HEAD:{Branch}");
    }

    private async Task<string> ConfigurationAsync(string instance) =>
        (string)(await World.Cluster.ListAsync("ConfigMap", "al")).Last(item => ClusterReader.Name(item).StartsWith($"gateway-{instance}", StringComparison.Ordinal))["data"]!["gateway.config.yml"]!;

    [Test]
    public async Task BranchPushed_RunsBesideTheDefaultOneWithItsOwnSettings()
    {
        await WithStagingAsync();

        var workspace = await World.Cluster.GetAsync("Deployment", "workspace-al-staging");
        Assert.That((int)workspace["spec"]!["replicas"]!, Is.EqualTo(2));
        var gateway = (await World.Cluster.GetAsync("Deployment", "gateway-al-staging-shop"))["spec"]!["template"]!["spec"]!["containers"]![0]!;
        Assert.That((string)gateway["resources"]!["limits"]!["memory"]!, Is.EqualTo("256Mi"));
        Assert.That((int)(await World.Cluster.GetAsync("Deployment", "workspace-al-dev"))["spec"]!["replicas"]!, Is.EqualTo(1));
        Assert.That(await ConfigurationAsync("al-staging"), Does.Contain("host: shop-al-staging.example.com"));
        await Eventually.That(() => World.Cluster.ReadyPodsAsync("al"), Has.Count.EqualTo(7), "three of dev, four of staging");
    }

    [Test]
    public async Task BranchMerged_IsThePromotion()
    {
        var al = await WithStagingAsync();
        var dev = await al.CopyAsync();
        await dev.GitAsync("checkout", "-q", "main");
        var commit = await al.PushAsync(new Project(new Gateway("g1", "Shop", RateLimit: 7)));
        await World.UntilAsync(al, ReconcileState.Succeeded, commit);
        Assert.That(await ConfigurationAsync("al-staging"), Does.Contain("max: 100"), "not promoted yet");

        await dev.GitAsync("checkout", "-q", Branch);
        await dev.GitAsync("merge", "-q", "-m", "Promote", "main");
        await dev.GitAsync("push", "-q", "origin", $"HEAD:{Branch}");

        await Eventually.That(() => ConfigurationAsync("al-staging"), Does.Contain("max: 7"), "promoted", TimeSpan.FromSeconds(60));
        Assert.That((int)(await World.Cluster.GetAsync("Deployment", "workspace-al-staging"))["spec"]!["replicas"]!, Is.EqualTo(2), "with its own settings");
    }

    [Test]
    public async Task BranchDeleted_TakesItsEnvironmentAlone()
    {
        var al = await WithStagingAsync();
        var before = (await World.Cluster.VersionsAsync("al")).Where(item => IsOfDev(item.Key)).ToList();

        await (await al.CopyAsync()).GitAsync("push", "-q", "origin", "--delete", Branch);

        await Eventually.That(async () => (await World.Cluster.NamesAsync("al")).Where(IsOfStaging), Is.Empty, "staging goes", TimeSpan.FromSeconds(60));
        Assert.That((await World.Cluster.VersionsAsync("al")).ToList(), Is.EqualTo(before));
    }

    [Test]
    public async Task RepositoriesOfAProject_RunBesideMainAndLeaveItAlone()
    {
        await World.RunningProducerAsync("al", new Project(new Gateway("g1", "Shop")));
        await World.RunningProducerAsync("al-shop", new Project(new Gateway("g1", "Shop")));
        var (main, other) = (await World.Cluster.VersionsAsync("al"), await World.Cluster.VersionsAsync("al-shop"));
        foreach (var repository in new[] { "shop-dev", "shop-functions" }) World.Forge.Forge.CreateRepository("customer-al", repository, []);
        using var owner = new TestProducer(World, "al");
        var copy = await owner.CopyAsync("shop-dev");
        copy.Write("lunchbadger.json", new Project(new Gateway("g1", "Shop", RateLimit: 7)).ToDocument("al"));
        await copy.PushAsync();

        var names = new ObjectNames(EnvironmentKey.Parse("al/shop/dev"));
        await Eventually.That(() => World.Cluster.NamesAsync("al"), Has.Member($"Ingress/{names.Of("gateway", "shop")}"), "the project is made", TimeSpan.FromSeconds(60));

        var all = await World.Cluster.VersionsAsync("al");
        Assert.That(all.Keys.Except(main.Keys), Has.All.Contains(names.Stem).And.Exactly(10).Items);
        foreach (var (name, version) in main) Assert.That(all[name], Is.EqualTo(version), name);
        Assert.That(await World.Cluster.VersionsAsync("al-shop"), Is.EqualTo(other));
        var init = (await World.Cluster.GetAsync("Deployment", names.Of("workspace")))["spec"]!["template"]!["spec"]!["initContainers"]![0]!["env"]!.AsArray();
        Assert.That(init.Select(variable => (string)variable!["value"]!), Has.One.EndsWith("customer-al/shop-dev.git"));
    }
}
