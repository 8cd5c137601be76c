using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GitOps.EndToEnd.Tests.World;
using GitOps.Model.Api;
using GitOps.Testing;

namespace GitOps.EndToEnd.Tests;

/// <summary>Processes that are killed at any moment, run twice, or lose sight of everybody, leave no damage.</summary>
public sealed class DeathTests : EndToEndFixture
{
    private static readonly Project Shop = new(new Gateway("g1", "Shop"));

    [TestCase(1)]
    [TestCase(4)]
    [TestCase(7)]
    public async Task Kill_ActualizerAfterSomeWritesOfARollout_EndsInTheSameStateWithoutOrphans(int writes)
    {
        await World.Actualizer.StopAsync();
        await World.Actualizer.StartChildAsync();
        var al = await World.RunningProducerAsync("al", new Project());
        World.ClusterNetwork.ClearRequests();

        var commit = await al.PushAsync(new Project(new Gateway("g1", "Shop"), new Gateway("g2", "Store")));
        await Eventually.That(() => World.ClusterNetwork.Requests.Count(request => request.Method == "PATCH"), Is.GreaterThanOrEqualTo(writes), "it is in the middle of it");
        await World.Actualizer.KillAsync();
        await World.Actualizer.StartChildAsync();

        await World.UntilAsync(al, ReconcileState.Succeeded, commit);
        var bo = await World.RunningProducerAsync("bo", new Project(new Gateway("g1", "Shop"), new Gateway("g2", "Store")));
        Assert.That(
            (await World.Cluster.NamesAsync("al")).Select(WithoutHash),
            Is.EqualTo((await World.Cluster.NamesAsync("bo")).Select(name => WithoutHash(name).Replace("-bo-", "-al-", StringComparison.Ordinal))),
            "al has what a producer has whose actualizer was not killed");
        Assert.That((await World.StatusAsync(bo)).Objects, Is.EqualTo((await World.StatusAsync(al)).Objects));
    }

    [Test]
    public async Task Kill_ActualizerWhileReplacing_LeavesNeitherOrphanNorGap()
    {
        await World.Actualizer.StopAsync();
        await World.Actualizer.StartChildAsync(("MIN_READY_SECONDS", "4"));
        var al = await World.RunningProducerAsync("al", Shop);
        await Eventually.That(() => World.Cluster.ReadyPodsAsync("al"), Has.Count.EqualTo(3));

        var commit = await al.PushAsync(new Project(new Gateway("g1", "Store")));
        await Eventually.That(() => World.Cluster.NamesAsync("al"), Has.Member("Deployment/gateway-al-dev-store"), "the replacement is made");
        await World.Actualizer.KillAsync();
        Assert.That(await World.Cluster.NamesAsync("al"), Has.Member("Deployment/gateway-al-dev-shop"), "the old one still runs");
        await World.Actualizer.StartChildAsync();

        await World.UntilAsync(al, ReconcileState.Succeeded, commit);
        Assert.That(await World.Cluster.NamesAsync("al"), Has.None.Contains("-shop"));
    }

    [Test]
    public async Task TwoActualizers_OneLeads_TheOtherTakesOverWhenItIsKilled()
    {
        await World.Actualizer.StopAsync();
        await World.Actualizer.StartChildAsync();
        var al = await World.RunningProducerAsync("al", Shop);
        await using var second = Part.Actualizer();
        foreach (var (name, value) in World.Actualizer.Settings) second.Settings[name] = value;
        await second.StartAsync();
        await Eventually.That(() => second.Http.GetStringAsync("/ready"), Does.Contain("standing by"), "the second knows all and waits");

        await World.Actualizer.KillAsync();

        var commit = await al.PushAsync(new Project(new Gateway("g1", "Shop", RateLimit: 3)));
        await World.UntilAsync(al, ReconcileState.Succeeded, commit);
        Assert.That(await second.Http.GetStringAsync("/ready"), Does.Contain("leading"));
    }

    [Test]
    public async Task Kill_Configstore_ServesFromItsCacheAndMissesNothing()
    {
        await World.Configstore.StopAsync();
        await World.Configstore.StartChildAsync();
        var al = await World.RunningProducerAsync("al", Shop);
        var before = await World.Cluster.VersionsAsync("al");
        await World.Configstore.KillAsync();
        var commit = await al.PushAsync(new Project(new Gateway("g1", "Shop"), new Gateway("g2", "Store")));

        World.GiteaNetwork.ClearRequests();
        await World.Configstore.StartChildAsync();

        await World.UntilAsync(al, ReconcileState.Succeeded, commit);
        Assert.That((await World.Cluster.VersionsAsync("al")).Where(item => before.ContainsKey(item.Key)), Is.EqualTo(before), "what was there is as it was");
        Assert.That(
            World.GiteaNetwork.Requests.Where(request =>
                request.Path.Contains("/customer-al/functions/git/", StringComparison.Ordinal) && !request.Path.Contains("/git/refs/", StringComparison.Ordinal)),
            Is.Empty,
            "what had not changed was not read again");
    }

    [Test]
    public async Task NeverAgain3_MassDisappearance_IsHeldUntilAnOperatorReleasesIt()
    {
        string[] names = ["ann", "ben", "cid", "dan", "eve"];
        foreach (var name in names)
        {
            var producer = await World.CreateProducerAsync(name);
            await World.UntilAsync(producer, ReconcileState.Succeeded);
        }
        var before = await AllAsync(names);

        // All at once: seen over several listings, the first three would go by right.
        await World.Actualizer.StopAsync();
        foreach (var name in names[1..]) await World.Gitea.Users.DeleteAsync($"customer-{name}", purge: true, CancellationToken.None);
        await Eventually.That(
            () => World.Configstore.Http.GetFromJsonAsync<JsonArray>("/producers"), Has.Count.EqualTo(1), "the configstore knows that they are gone");
        await World.Actualizer.StartAsync();

        var holds = await Eventually.That(HoldsAsync, Has.Count.EqualTo(4), "the removals are held", TimeSpan.FromSeconds(60));
        Assert.That(await AllAsync(names), Is.EqualTo(before), "nothing was removed");
        Assert.That(holds.Select(hold => (string)hold!["environment"]!), Is.EquivalentTo(names[1..].Select(name => $"{name}/main/dev")));

        using (var one = await World.Actualizer.Http.PostAsync("/holds/release?environment=ben/main/dev", null)) one.EnsureSuccessStatusCode();
        await Eventually.That(() => World.Cluster.NamesAsync("ben"), Is.Empty, "the released one goes", TimeSpan.FromSeconds(60));
        Assert.That(await World.Cluster.NamesAsync("cid"), Is.Not.Empty, "the others are held still");

        using (var all = await World.Actualizer.Http.PostAsync("/holds/release", null)) all.EnsureSuccessStatusCode();
        await Eventually.That(() => AllAsync(names[1..]), Is.Empty, "the rest goes", TimeSpan.FromSeconds(60));
        Assert.That(await World.Cluster.NamesAsync("ann"), Is.Not.Empty);
    }

    private async Task<JsonArray> HoldsAsync() =>
        (await World.Actualizer.Http.GetFromJsonAsync<JsonObject>("/holds"))!["holds"]!.AsArray();

    private async Task<IReadOnlyList<string>> AllAsync(IEnumerable<string> producers)
    {
        var all = new List<string>();
        foreach (var producer in producers) all.AddRange(await World.Cluster.NamesAsync(producer));
        return all;
    }

    private static string WithoutHash(string name) => name.StartsWith("ConfigMap/", StringComparison.Ordinal) ? name[..name.LastIndexOf('-')] : name;
}
