using System.Net;
using System.Text.Json.Nodes;
using GitOps.Configstore.Tests.World;

namespace GitOps.Configstore.Tests.ProjectApi;

/// <summary>Entities by their ids: each change is a commit that says what it did, and disturbs nothing else.</summary>
public sealed class EntityRoutesTests
{
    private const string Project = "/producers/al/envs/dev/project";

    [Test]
    public async Task Post_FiftyWritersAtOnce_LoseNothing()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(number =>
            al.World.Client.SendAsync(HttpMethod.Post, $"{Project}/states", $$"""{"key":"k{{number}}","value":{{number}}}""")));

        Assert.That(answers.Select(answer => answer.StatusCode), Has.All.EqualTo(HttpStatusCode.Created));
        var states = JsonNode.Parse(await al.ReadProjectAsync())!["states"]!.AsArray();
        Assert.That(states.Skip(1).Select(state => (string)state!["key"]!), Is.EquivalentTo(Enumerable.Range(0, 50).Select(number => $"k{number}")));
        Assert.That(await al.HistoryAsync(), Has.Count.EqualTo(51));
        Assert.That(answers.Select(answer => answer.Revision()).Distinct().Count(), Is.EqualTo(50), "each was told its own revision");
    }

    [Test]
    public async Task Post_Entity_GetsAnIdAndAPlace()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);

        using var made = await al.World.Client.SendAsync(HttpMethod.Post, $"{Project}/serviceEndpoints", """{"name":"Other","urls":["http://other.example.com"]}""");

        var entity = (await made.ReadJsonAsync())!;
        Assert.That(made.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(Guid.TryParse((string)entity["id"]!, out _), Is.True);
        Assert.That(await al.World.Client.GetStringAsync(made.Headers.Location), Is.EqualTo(entity.ToJsonString()));
        Assert.That((await al.HistoryAsync())[0].Details.Message.TrimEnd(), Is.EqualTo($"Add service endpoint 'Other' ({entity["id"]})"));
    }

    [TestCase("http://10.1.2.3:8080", "10.1.0.0/16")]
    [TestCase("http://billing.corp.internal", "*.corp.internal")]
    public async Task Post_ServiceEndpointInside_IsRefusedUnlessAnOperatorAllowsIt(string url, string allowed)
    {
        var endpoint = $$"""{"name":"Inside","urls":["{{url}}"]}""";
        await using var closed = await EditableEnvironment.StartAsync(SampleProject.Text);
        await using var open = await EditableEnvironment.StartAsync(SampleProject.Text, ("ENDPOINT_ALLOW", allowed));

        using var refused = await closed.World.Client.SendAsync(HttpMethod.Post, $"{Project}/serviceEndpoints", endpoint);
        using var made = await open.World.Client.SendAsync(HttpMethod.Post, $"{Project}/serviceEndpoints", endpoint);

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That((string?)(await refused.ReadJsonAsync())!["problems"]![0]!["path"], Is.EqualTo("$.serviceEndpoints[1].urls[0]"));
        Assert.That(made.StatusCode, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task Post_IdThatIsTaken_Is409()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);

        using var answer = await al.World.Client.SendAsync(HttpMethod.Post, $"{Project}/apiEndpoints", """{"id":"a1","name":"x"}""");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
    }

    [Test]
    public async Task Put_Entity_LeavesEverythingElseByteForByte()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);
        var before = await al.ReadAsync("lunchbadger.json");

        using var answer = await al.World.Client.SendAsync(HttpMethod.Put, $"{Project}/apiEndpoints/a2", """{"name":"Bicycles","paths":["/bikes"]}""");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync());
        var expected = before.Replace("\\\"id\\\":\\\"a2\\\",\\\"name\\\":\\\"Bikes\\\"", "\\\"id\\\":\\\"a2\\\",\\\"name\\\":\\\"Bicycles\\\"", StringComparison.Ordinal);
        Assert.That(await al.ReadAsync("lunchbadger.json"), Is.EqualTo(expected).And.Not.EqualTo(before));
    }

    [Test]
    public async Task Patch_Policy_ChangesItInItsPipeline()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);
        var before = await al.ReadAsync("lunchbadger.json");

        using var answer = await al.World.Client.SendAsync(
            HttpMethod.Patch,
            $"{Project}/gateways/g1/pipelines/p1/policies/pol1",
            """[{"op":"replace","path":"/proxy/0/action/changeOrigin","value":false}]""",
            type: "application/json-patch+json");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync());
        Assert.That(await al.ReadAsync("lunchbadger.json"), Is.EqualTo(before.Replace("changeOrigin\\\":true", "changeOrigin\\\":false", StringComparison.Ordinal)));
        Assert.That((await al.HistoryAsync())[0].Details.Message.TrimEnd(), Is.EqualTo("Patch policy 'proxy' (pol1) of pipeline p1: replace /proxy/0/action/changeOrigin"));
    }

    [Test]
    public async Task Post_PolicyWithAWrongParameter_Is422WithItsName()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);

        using var answer = await al.World.Client.SendAsync(
            HttpMethod.Post, $"{Project}/gateways/g1/pipelines/p2/policies", """{"proxy":[{"action":{"serviceEndpoint":"s1","changeOrigin":"maybe"}}]}""");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That((string)(await answer.ReadJsonAsync())!["problems"]![0]!["path"]!, Does.Contain("changeOrigin"));
    }

    [Test]
    public async Task Pipelines_OfAFirstSave_StayWhereTheCanvasPutThem()
    {
        var firstSave = SampleProject.Text.Replace("\"pipelines\":[{", "\"pipelines\":[],\"pipelinesLunchbadger\":[{", StringComparison.Ordinal);
        await using var al = await EditableEnvironment.StartAsync(firstSave);

        var listed = JsonNode.Parse(await al.World.Client.GetStringAsync($"{Project}/gateways/g1/pipelines"))!.AsArray();
        using var made = await al.World.Client.SendAsync(HttpMethod.Post, $"{Project}/gateways/g1/pipelines", """{"id":"p3","name":"New","policies":[]}""");

        Assert.That(listed.Select(pipeline => (string)pipeline!["id"]!), Is.EqualTo(new[] { "p1", "p2" }));
        Assert.That(made.StatusCode, Is.EqualTo(HttpStatusCode.Created), await made.Content.ReadAsStringAsync());
        var gateway = JsonNode.Parse(await al.ReadProjectAsync())!["gateways"]![0]!;
        Assert.That(gateway["pipelines"]!.AsArray(), Is.Empty);
        Assert.That(gateway["pipelinesLunchbadger"]!.AsArray(), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Delete_Pipeline_RemovesItsConnectionsInTheSameCommitAndSaysSo()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);

        using var answer = await al.World.Client.DeleteAsync($"{Project}/gateways/g1/pipelines/p1");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync());
        Assert.That(((await answer.ReadJsonAsync())!["connections"]!).AsArray().Select(connection => (string)connection!["id"]!), Is.EqualTo(new[] { "c1", "c2" }));
        Assert.That(JsonNode.Parse(await al.ReadProjectAsync())!["connections"]!.AsArray().Select(connection => (string)connection!["id"]!), Is.EqualTo(new[] { "c3" }));
        var history = await al.HistoryAsync();
        Assert.That(history, Has.Count.EqualTo(2));
        Assert.That(history[0].Details.Message.TrimEnd(), Is.EqualTo("Delete pipeline 'Cars' (p1) of gateway g1 and its connections s1 -> p1, p1 -> a1"));
    }

    [Test]
    public async Task Delete_Gateway_RemovesTheConnectionsOfItsPipelines()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);

        using var answer = await al.World.Client.DeleteAsync($"{Project}/gateways/g1");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync());
        var project = JsonNode.Parse(await al.ReadProjectAsync())!;
        Assert.That(project["connections"]!.AsArray(), Is.Empty);
        Assert.That(project["apiEndpoints"]!.AsArray(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Delete_ServiceEndpointThatAProxyNeeds_Is422AndNamesTheProxy()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);

        using var answer = await al.World.Client.DeleteAsync($"{Project}/serviceEndpoints/s1");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That((string)(await answer.ReadJsonAsync())!["problems"]![0]!["path"]!, Does.Contain("$.gateways[0].pipelines[0].policies[0].proxy"));
    }

    [TestCase("GET", "/pets")]
    [TestCase("GET", "/gateways/nobody")]
    [TestCase("DELETE", "/gateways/nobody")]
    [TestCase("GET", "/gateways/nobody/pipelines")]
    [TestCase("GET", "/gateways/g1/pipelines/nobody/policies")]
    [TestCase("DELETE", "/gateways/g1/pipelines/p1/policies/nobody")]
    [TestCase("POST", "/pets")]
    public async Task Any_WhatIsNotThere_Is404(string method, string path)
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);

        using var answer = await al.World.Client.SendAsync(new HttpMethod(method), Project + path, method == "POST" ? "{}" : null);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await al.HistoryAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Patch_IdOfAnEntity_CannotBeChanged()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);

        using var answer = await al.World.Client.SendAsync(HttpMethod.Patch, $"{Project}/gateways/g1", """{"id":"g2"}""", type: "application/merge-patch+json");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
    }

    [Test]
    public async Task Post_AtAStaleRevision_Is412()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);
        var revision = $"\"{al.Place.Revision}\"";
        using var first = await al.World.Client.SendAsync(HttpMethod.Post, $"{Project}/states", """{"key":"a"}""", revision);

        using var second = await al.World.Client.SendAsync(HttpMethod.Post, $"{Project}/states", """{"key":"b"}""", revision);

        Assert.That(first.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(second.Revision(), Is.EqualTo(first.Revision()));
    }
}
