using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GitOps.EndToEnd.Tests.World;
using GitOps.Model.Api;
using GitOps.Testing;

namespace GitOps.EndToEnd.Tests;

/// <summary>Promise 10: whatever happened can be told afterwards.</summary>
[TestFixture(ClusterKind.Sandbox)]
[TestFixture(ClusterKind.Real)]
public sealed class HistoryTests(ClusterKind kind) : EndToEndFixture(kind)
{
    [Test]
    public async Task Promise10_AnEditOverHttp_IsToldByWhoWhatCommitChangesWhyAndHowLong()
    {
        var al = await World.RunningProducerAsync("al", new Project(new Gateway("g1", "Shop")));
        using var tenant = World.Configstore.CreateClient(World.Forge.Forge.CreateToken(al.User, "history"));

        using var added = await tenant.PostAsJsonAsync(
            "/producers/al/envs/dev/project/gateways",
            new JsonObject { ["id"] = "g2", ["name"] = "Second", ["dnsPrefix"] = "second", ["policies"] = new JsonArray(), ["pipelines"] = new JsonArray() });
        Assert.That(added.IsSuccessStatusCode, Is.True, await added.Content.ReadAsStringAsync());

        // Who, what and which commit: git.
        var copy = await al.CopyAsync();
        await copy.GitAsync("pull", "-q");
        var told = (await copy.GitAsync("log", "-1", "--format=%H%n%an%n%s")).Split('\n');
        var commit = told[0];
        Assert.That(told[1], Is.EqualTo(al.Name), "the full name of its user");
        Assert.That(told[2], Does.Contain("gateway").And.Contain("Second"));

        // What changed in the cluster, why, and how long it took: the status.
        var status = await World.UntilAsync(al, ReconcileState.Succeeded, commit);
        Assert.Multiple(() =>
        {
            Assert.That(status.Changes.Select(change => (change.Action, change.Kind, change.Name)), Has.Member(("create", "Deployment", "gateway-al-dev-second")));
            Assert.That(status.Changes.Select(change => change.Reason), Has.All.Not.Empty);
            Assert.That(status.DurationMilliseconds, Is.GreaterThan(0));
            Assert.That(status.ObservedAt, Is.GreaterThan(DateTimeOffset.UtcNow.AddMinutes(-5)).And.LessThan(DateTimeOffset.UtcNow.AddMinutes(1)));
        });

        // And beside the commit, where its maker looks.
        await Eventually.That(
            async () => (await World.CommitStatusesAsync(al, commit)).Select(shown => shown.Context), Has.Member("gitops/dev"), "the commit is marked");
    }
}
