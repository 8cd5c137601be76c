using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using GitOps.EndToEnd.Tests.World;
using GitOps.Model.Api;
using GitOps.Model.Snapshots;
using GitOps.Testing;

namespace GitOps.EndToEnd.Tests;

/// <summary>What a tenant or an operator writes through the project API becomes objects of the cluster, as a push does.</summary>
[TestFixture(ClusterKind.Sandbox)]
[TestFixture(ClusterKind.Real)]
public sealed class ProjectApiTests(ClusterKind kind) : EndToEndFixture(kind)
{
    private const string Project = "/producers/al/envs/dev/project";

    [Test]
    public async Task Patch_OfAPolicy_RollsTheGateway()
    {
        var al = await World.RunningProducerAsync("al", new Project(new Gateway("g1", "Shop", RateLimit: 100)));

        var commit = await SendAsync(
            HttpMethod.Patch,
            $"{Project}/gateways/g1/pipelines/g1-pipeline/policies/g1-rate-limiter",
            """[{"op":"test","path":"/rate-limiter/0/action/max","value":100},{"op":"replace","path":"/rate-limiter/0/action/max","value":7}]""",
            "application/json-patch+json");

        await World.UntilAsync(al, ReconcileState.Succeeded, commit);
        var configuration = (await World.Cluster.ListAsync("ConfigMap", "al")).Single();
        Assert.That((string)configuration["data"]!["gateway.config.yml"]!, Does.Contain("max: 7"));
        await Eventually.That(() => World.CommitStatusesAsync(al, commit), Is.Not.Empty, "the commit is marked");
    }

    [Test]
    public async Task PostAndDelete_OfAGateway_MakeAndRemoveItsObjects()
    {
        var al = await World.RunningProducerAsync("al", new Project(new Gateway("g1", "Shop")));

        var added = await SendAsync(HttpMethod.Post, $"{Project}/gateways", """{"id":"g2","name":"Store","policies":["cors"],"pipelines":[{"id":"p2","name":"x","policies":[{"cors":[{"action":{"origin":"*"}}]}]}]}""");
        await World.UntilAsync(al, ReconcileState.Succeeded, added);
        var with = await World.Cluster.NamesAsync("al");
        var deleted = await SendAsync(HttpMethod.Delete, $"{Project}/gateways/g2");
        await World.UntilAsync(al, ReconcileState.Succeeded, deleted);

        Assert.That(with, Has.Member("Deployment/gateway-al-dev-store").And.Member("Deployment/gateway-al-dev-shop"));
        await Eventually.That(
            () => World.Cluster.NamesAsync("al"), Has.Member("Deployment/gateway-al-dev-shop").And.No.Member("Deployment/gateway-al-dev-store"), "the gateway is gone", TimeSpan.FromSeconds(60));
    }

    [Test]
    public async Task Disabled_SwitchedOffAndOn_RemovesEverythingAndBringsItBack()
    {
        var al = await World.RunningProducerAsync("al", new Project(new Gateway("g1", "Shop")));
        var before = await World.Cluster.NamesAsync("al");

        await SendAsync(HttpMethod.Put, $"{Project}/disabled", """{"disabled":true}""");
        await Eventually.That(() => World.Cluster.NamesAsync("al"), Is.Empty, "everything is gone", TimeSpan.FromSeconds(60));
        var on = await SendAsync(HttpMethod.Put, $"{Project}/disabled", """{"disabled":false}""");
        await World.UntilAsync(al, ReconcileState.Succeeded, on);

        Assert.That(await World.Cluster.NamesAsync("al"), Is.EqualTo(before));
    }

    [Test]
    public async Task Invalid_IsRefusedBeforeTheCommitAndTheClusterStaysAsItIs()
    {
        var al = await World.RunningProducerAsync("al", new Project(new Gateway("g1", "Shop")));
        var (before, head) = (await World.Cluster.VersionsAsync("al"), (await World.StatusAsync(al)).Revision);

        using var answer = await World.Configstore.Http.PostAsJsonAsync($"{Project}/connections", new JsonObject { ["fromId"] = "nobody", ["toId"] = "nothing" });

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That((JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["problems"]!).AsArray(), Has.Count.EqualTo(2));
        Assert.That(World.Forge.Forge.Head("customer-al", "dev"), Is.EqualTo(head.Dev));
        Assert.That(await World.Cluster.VersionsAsync("al"), Is.EqualTo(before));
    }

    /// <summary>Sends a change and returns the commit that it made of the dev repository.</summary>
    private async Task<string> SendAsync(HttpMethod method, string path, string? body = null, string type = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type));
        using var answer = await World.Configstore.Http.SendAsync(request);
        Assert.That(answer.IsSuccessStatusCode, Is.True, await answer.Content.ReadAsStringAsync());
        return Revision.Parse(answer.Headers.GetValues("X-Revision").Single()).Dev;
    }
}
