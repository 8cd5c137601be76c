using GitOps.EndToEnd.Tests.World;
using GitOps.Model.Api;
using GitOps.Testing;

namespace GitOps.EndToEnd.Tests;

/// <summary>The main job: what a producer pushes becomes running pods.</summary>
[TestFixture(ClusterKind.Sandbox)]
[TestFixture(ClusterKind.Real)]
public sealed class MainJobTests(ClusterKind kind) : EndToEndFixture(kind)
{
    [Test]
    public async Task Push_OfAGateway_BecomesRunningPods()
    {
        var al = await World.CreateProducerAsync("al");

        var commit = await al.PushAsync(new Project(new Gateway("g1", "Shop")));

        var status = await World.UntilAsync(al, ReconcileState.Succeeded, commit);
        var names = await World.Cluster.NamesAsync("al");
        Assert.That(names, Is.SupersetOf(new[]
        {
            "Deployment/gateway-al-dev-shop", "Deployment/sls-api-al-dev", "Deployment/workspace-al-dev",
            "Ingress/gateway-al-dev-shop", "Ingress/sls-api-al-dev", "Ingress/workspace-al-dev",
            "Service/gateway-al-dev-shop", "Service/sls-api-al-dev", "Service/workspace-al-dev",
        }));
        Assert.That(names, Has.One.StartsWith("ConfigMap/gateway-al-dev-shop"));
        Assert.That(status.Objects, Is.EqualTo(names.Count + 1), "and the producer's network policy");
        await Eventually.That(() => World.Cluster.ReadyPodsAsync("al"), Has.Count.EqualTo(3), "a pod of each comes up");
        await Eventually.That(() => World.CommitMarkAsync(al, commit), Is.EqualTo("success"), "the commit is marked");
    }

    [Test]
    public async Task Push_OfAChangedRateLimit_RollsTheGatewayAndChangesNothingElse()
    {
        var al = await World.RunningProducerAsync("al", new Project(new Gateway("g1", "Shop", RateLimit: 100)));
        await Eventually.That(() => World.Cluster.ReadyPodsAsync("al"), Has.Count.EqualTo(3));
        var (before, podsBefore) = (await World.Cluster.VersionsAsync("al"), await World.Cluster.ReadyPodsAsync("al"));

        var commit = await al.PushAsync(new Project(new Gateway("g1", "Shop", RateLimit: 7)));

        await World.UntilAsync(al, ReconcileState.Succeeded, commit);
        var after = await World.Cluster.VersionsAsync("al");
        Assert.That(Difference(before, after).Select(WithoutHash), Is.EquivalentTo(new[] { "ConfigMap/gateway-al-dev-shop", "Deployment/gateway-al-dev-shop" }));
        var configuration = (await World.Cluster.ListAsync("ConfigMap", "al")).Single();
        Assert.That((string)configuration["data"]!["gateway.config.yml"]!, Does.Contain("max: 7"));
        await Eventually.That(
            async () => (await World.Cluster.ReadyPodsAsync("al")).Except(podsBefore).Select(WithoutHash),
            Has.Exactly(1).StartsWith("gateway-al-dev-shop"),
            "the gateway's pod is a new one");
        await Eventually.That(
            async () => podsBefore.Except(await World.Cluster.ReadyPodsAsync("al")), Has.Exactly(1).Items, "no other pod was replaced");
    }

    [Test]
    public async Task Push_OfARenamedGateway_NewOneIsReadyBeforeTheOldOneGoes()
    {
        await World.Actualizer.StopAsync();
        await World.Actualizer.StartAsync(("MIN_READY_SECONDS", "1"));
        var al = await World.RunningProducerAsync("al", new Project(new Gateway("g1", "Shop")));
        await Eventually.That(() => World.Cluster.ReadyPodsAsync("al"), Has.One.StartsWith("gateway-al-dev-shop"));

        var commit = await al.PushAsync(new Project(new Gateway("g1", "Store")));

        var gaps = 0;
        await Eventually.That(
            async () =>
            {
                var gateways = (await World.Cluster.ReadyPodsAsync("al")).Where(pod => pod.StartsWith("gateway-", StringComparison.Ordinal)).ToArray();
                if (gateways.Length == 0) gaps++;
                return await World.Cluster.NamesAsync("al");
            },
            Has.Member("Deployment/gateway-al-dev-store").And.No.Member("Deployment/gateway-al-dev-shop"),
            "the new gateway replaces the old one",
            TimeSpan.FromSeconds(60));
        Assert.That(gaps, Is.Zero, "at every moment a gateway was ready");
        await World.UntilAsync(al, ReconcileState.Succeeded, commit);
        Assert.That(await World.Cluster.NamesAsync("al"), Has.None.Contains("shop"));
    }

    [Test]
    public async Task CreateProducer_WithEmptyRepositories_GetsWorkspaceAndSlsApi()
    {
        var al = await World.CreateProducerAsync("al");

        await World.UntilAsync(al, ReconcileState.Succeeded);
        Assert.That(
            (await World.Cluster.ListAsync("Deployment", "al")).Select(ClusterReader.Name),
            Is.EquivalentTo(new[] { "sls-api-al-dev", "workspace-al-dev" }));
        await Eventually.That(() => World.Cluster.ReadyPodsAsync("al"), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Push_WhileARepositoryIsMissing_MakesNothingUntilBothArePresent()
    {
        World.Forge.Forge.CreateUser("customer-al");
        World.Forge.Forge.CreateRepository("customer-al", "dev", []);
        using var al = new TestProducer(World, "al");
        await al.PushAsync(new Project(new Gateway("g1", "Shop")));

        var waiting = await World.UntilAsync(al, ReconcileState.Waiting, reason: "RepositoryMissing");
        Assert.That(waiting.Message, Does.Contain("functions"));
        Assert.That(await World.Cluster.NamesAsync("al"), Is.Empty);

        World.Forge.Forge.CreateRepository("customer-al", "functions", []);
        await World.UntilAsync(al, ReconcileState.Succeeded);
        Assert.That(await World.Cluster.NamesAsync("al"), Has.Member("Deployment/gateway-al-dev-shop"));
    }

    [Test]
    public async Task Push_OfTwoProducers_KeepsThemApart()
    {
        await World.RunningProducerAsync("al", new Project(new Gateway("g1", "Shop")));
        var before = await World.Cluster.VersionsAsync("al");

        await World.RunningProducerAsync("al-b", new Project(new Gateway("g1", "Shop")));

        Assert.That(await World.Cluster.VersionsAsync("al"), Is.EqualTo(before));
        Assert.That(await World.Cluster.NamesAsync("al-b"), Has.Member("Deployment/gateway-al-b-dev-shop"));
    }

    private static IEnumerable<string> Difference(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
        after.Where(item => before.GetValueOrDefault(item.Key) != item.Value).Select(item => item.Key);

    /// <summary>The name without the hash of the content at its end, if there is one.</summary>
    private static string WithoutHash(string name) =>
        name.IndexOf("-al-dev-shop", StringComparison.Ordinal) is >= 0 and var at ? name[..(at + "-al-dev-shop".Length)] : name;
}
