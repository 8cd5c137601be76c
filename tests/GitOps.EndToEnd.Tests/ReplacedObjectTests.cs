using GitOps.EndToEnd.Tests.World;
using GitOps.Model.Api;
using GitOps.Testing;

namespace GitOps.EndToEnd.Tests;

/// <summary>What cannot be changed in place is made again, and serves meanwhile.</summary>
[TestFixture(ClusterKind.Sandbox)]
[TestFixture(ClusterKind.Real)]
public sealed class ReplacedObjectTests(ClusterKind kind) : EndToEndFixture(kind)
{
    private const string Shop = "gateway-al-dev-shop";
    private const string Store = "gateway-al-dev-store";

    [Test]
    public async Task Promise7_GatewayReplacedByAnotherOfItsName_ServesThroughoutAndEndsAsGitSays()
    {
        var al = await World.RunningProducerAsync("al", new Project(new Gateway("g1", "Shop")));
        await UntilServedAsync(Shop);

        await WhileServedAsync([Shop], async () =>
        {
            var commit = await al.PushAsync(new Project(new Gateway("g2", "Shop")));
            await World.UntilAsync(al, ReconcileState.Succeeded, commit);
        });

        await AssertLeadsToAsync(Shop, "g2");
        await UntilNoPodsButAsync("g2");
    }

    [Test]
    public async Task Promise7_GatewaysThatSwapNames_ServeThroughoutAndEndAsGitSays()
    {
        var al = await World.RunningProducerAsync("al", new Project(new Gateway("g1", "Shop"), new Gateway("g2", "Store")));
        await UntilServedAsync(Shop);
        await UntilServedAsync(Store);

        await WhileServedAsync([Shop, Store], async () =>
        {
            var commit = await al.PushAsync(new Project(new Gateway("g1", "Store"), new Gateway("g2", "Shop")));
            await World.UntilAsync(al, ReconcileState.Succeeded, commit);
        });

        await AssertLeadsToAsync(Shop, "g2");
        await AssertLeadsToAsync(Store, "g1");
        await Eventually.That(async () => (await World.Cluster.ListAsync("Pod", "al")).Count(pod => (string?)pod["metadata"]!["labels"]!["app"] == "gateway"), Is.EqualTo(2), "one pod each is left");
    }

    [Test]
    public async Task GatewayRemoved_WhileItReplacesAnother_LeavesNoPods()
    {
        var al = await World.RunningProducerAsync("al", new Project(new Gateway("g1", "Shop")));
        await World.Actualizer.StopAsync();
        // As an actualizer that was killed in between leaves it: the former pods serve, and their Deployment is gone.
        await World.Cluster.DeleteAsync("Deployment", Shop, "?propagationPolicy=Orphan");
        await Eventually.That(() => World.Cluster.FindAsync("Deployment", Shop), Is.Null, "the Deployment is gone without its pods");
        Assert.That(await World.Cluster.IsServedAsync(Shop), Is.True);

        var commit = await al.PushAsync(new Project());
        await World.Actualizer.StartAsync();
        await World.UntilAsync(al, ReconcileState.Succeeded, commit);

        await UntilNoPodsButAsync("nobody");
    }

    [Test]
    public async Task ConfigMapMadeImmutable_WithOtherContent_IsMadeAgain_AndDelaysNothingElse()
    {
        var al = await World.RunningProducerAsync("al", new Project(new Gateway("g1", "Shop"), new Gateway("g2", "Store")));
        var map = (await World.Cluster.NamesAsync("al")).First(name => name.StartsWith($"ConfigMap/{Shop}", StringComparison.Ordinal))["ConfigMap/".Length..];
        var content = (string)(await World.Cluster.GetAsync("ConfigMap", map))["data"]!["gateway.config.yml"]!;

        await World.Cluster.EditAsync("ConfigMap", map, """{"data":{"gateway.config.yml":"broken: true"},"immutable":true}""");

        await Eventually.That(async () => (string?)(await World.Cluster.FindAsync("ConfigMap", map))?["data"]!["gateway.config.yml"], Is.EqualTo(content), "its content is as git says");
        var commit = await al.PushAsync(new Project(new Gateway("g1", "Shop"), new Gateway("g2", "Store", RateLimit: 7)));
        await World.UntilAsync(al, ReconcileState.Succeeded, commit);
    }

    private async Task UntilServedAsync(string service) => await Eventually.That(() => World.Cluster.IsServedAsync(service), Is.True, $"{service} is served", TimeSpan.FromSeconds(60));

    private async Task AssertLeadsToAsync(string name, string id)
    {
        Assert.That((string?)(await World.Cluster.GetAsync("Service", name))["spec"]!["selector"]!["id"], Is.EqualTo(id), "the Service leads to the new pods");
        Assert.That((await World.Cluster.GetAsync("Service", name))["metadata"]!["annotations"]?["gitops/former"], Is.Null, "nothing is left to be cleared away");
        var deployment = await World.Cluster.GetAsync("Deployment", name);
        Assert.That((string?)deployment["spec"]!["selector"]!["matchLabels"]!["id"], Is.EqualTo(id), "the Deployment is the new one");
    }

    private async Task UntilNoPodsButAsync(string id) => await Eventually.That(
        async () => (await World.Cluster.ListAsync("Pod", "al")).Select(pod => pod["metadata"]!["labels"]!.AsObject()).Where(labels => (string?)labels["app"] == "gateway" && (string?)labels["id"] != id),
        Is.Empty,
        "pods of before are cleared away",
        TimeSpan.FromSeconds(60));

    /// <summary>Looks all the time whether somebody who calls the Services finds a ready pod.</summary>
    private async Task WhileServedAsync(IReadOnlyList<string> services, Func<Task> change)
    {
        using var end = new CancellationTokenSource();
        var looks = 0;
        var gaps = new List<string>();
        var watching = Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                foreach (var service in services)
                {
                    if (!await World.Cluster.IsServedAsync(service)) gaps.Add($"{service} at look {looks}");
                }
                looks++;
            }
        });
        await change();
        await end.CancelAsync();
        await watching;
        Assert.That(looks, Is.GreaterThan(3));
        Assert.That(gaps, Is.Empty, "every call finds a ready pod");
    }
}
