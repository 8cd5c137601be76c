using System.Net;
using System.Text.Json.Nodes;
using GitOps.Configstore.Tests.World;

namespace GitOps.Configstore.Tests.ProjectApi;

/// <summary>What the canvas of the predecessor asks of its project API, answered as LoopBack 3 answers.</summary>
public sealed class LoopBackProjectTests
{
    private const string Api = "/producers/al/envs/dev/project-api/api";
    private const string Projects = $"{Api}/Projects";

    [Test]
    public async Task Canvas_LoadsSavesAndClears_WithoutKnowingOfRevisions()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);
        using var loaded = await al.World.Client.GetAsync($"{Projects}/al-dev");
        var project = (JsonObject)(await loaded.ReadJsonAsync())!;
        project["gateways"]![0]!["name"] = "Renamed";

        using var saved = await al.World.Client.SendAsync(HttpMethod.Patch, Projects, project.ToJsonString());
        var text = await al.ReadProjectAsync();
        using var cleared = await al.World.Client.PostAsync($"{Projects}/al-dev/clear", null);

        Assert.That(saved.StatusCode, Is.EqualTo(HttpStatusCode.OK), await saved.Content.ReadAsStringAsync());
        Assert.That((string)(await saved.ReadJsonAsync())!["gateways"]![0]!["name"]!, Is.EqualTo("Renamed"));
        Assert.That(text, Is.EqualTo(SampleProject.Text.Replace("\"name\":\"Main\"", "\"name\":\"Renamed\"", StringComparison.Ordinal)), "the rest stays byte for byte");
        Assert.That(cleared.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await al.HistoryAsync()).Select(commit => commit.Details.Message.TrimEnd()).Take(2), Is.EqualTo(new[] { "Clear the project", "Change the project: gateways" }));
    }

    [Test]
    public async Task Canvas_FirstSaveInAnEmptyRepository_KeepsPipelinesWhereItPutThem()
    {
        await using var al = await EditableEnvironment.StartAsync(project: null);
        const string First = """{"id":"al-dev","name":"main","gateways":[{"id":"g1","name":"Main","policies":["cors"],"pipelines":[],"pipelinesLunchbadger":[{"id":"p1","name":"x","policies":[]}]}],"serviceEndpoints":[],"apiEndpoints":[],"connections":[],"states":[]}""";

        using var missing = await al.World.Client.GetAsync($"{Projects}/al-dev");
        using var saved = await al.World.Client.SendAsync(HttpMethod.Patch, Projects, First);

        Assert.That(missing.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(saved.StatusCode, Is.EqualTo(HttpStatusCode.OK), await saved.Content.ReadAsStringAsync());
        Assert.That(await al.ReadProjectAsync(), Is.EqualTo(First));
        Assert.That(await al.ReadAsync("lunchbadger.json"), Does.StartWith("{\n  \"ids\": {\n    \"Project\": 1\n  },\n  \"models\": {"));
    }

    [Test]
    public async Task Reads_OfAProject_HaveLoopBacksShapes()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);
        var client = al.World.Client;
        using var head = await client.SendAsync(HttpMethod.Head, $"{Projects}/al-dev");
        using var noHead = await client.SendAsync(HttpMethod.Head, $"{Projects}/other");

        Assert.That(((await (await client.GetAsync(Projects)).ReadJsonAsync())!).AsArray(), Has.Count.EqualTo(1));
        Assert.That(await client.GetStringAsync($"{Projects}/al-dev/exists"), Is.EqualTo("""{"exists":true}"""));
        Assert.That(await client.GetStringAsync($"{Projects}/other/exists"), Is.EqualTo("""{"exists":false}"""));
        Assert.That(await client.GetStringAsync($"{Projects}/count"), Is.EqualTo("""{"count":1}"""));
        Assert.That(await client.GetStringAsync($"{Projects}?filter={Uri.EscapeDataString("""{"where":{"id":"x"}}""")}"), Is.EqualTo("[]"));
        Assert.That(await client.GetStringAsync($"{Projects}/findOne?filter={Uri.EscapeDataString("""{"fields":["id","name"]}""")}"), Is.EqualTo("""{"id":"al-dev","name":"main"}"""));
        Assert.That(head.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(noHead.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Get_UnknownId_IsLoopBacksError()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);

        using var answer = await al.World.Client.GetAsync($"{Projects}/other");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(
            JsonNode.DeepEquals(await answer.ReadJsonAsync(), JsonNode.Parse("""{"error":{"statusCode":404,"name":"Error","message":"Unknown \"Project\" id \"other\".","code":"MODEL_NOT_FOUND"}}""")),
            Is.True,
            await answer.Content.ReadAsStringAsync());
    }

    [Test]
    public async Task Patch_InvalidProject_IsLoopBacksValidationErrorWithAllProblems()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);

        using var answer = await al.World.Client.SendAsync(
            HttpMethod.Patch, Projects, """{"id":"al-dev","connections":[{"fromId":"x","toId":"y"}]}""");

        var error = (await answer.ReadJsonAsync())!["error"]!;
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That((string)error["name"]!, Is.EqualTo("ValidationError"));
        Assert.That((string)error["message"]!, Does.StartWith("The `Project` instance is not valid. Details: `$.connections[0].fromId`"));
        Assert.That((string)error["details"]!["context"]!, Is.EqualTo("Project"));
        Assert.That(error["details"]!["messages"]!.AsObject().Select(message => message.Key), Is.EqualTo(new[] { "$.connections[0].fromId", "$.connections[0].toId" }));
    }

    [Test]
    public async Task Patch_IdOfAnotherProject_Is422()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);

        using var answer = await al.World.Client.SendAsync(HttpMethod.Patch, Projects, """{"id":"bo-dev","name":"x"}""");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
    }

    [Test]
    public async Task Patch_StaleIfMatch_IsLoopBacksErrorWithTheCurrentRevision()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);
        var first = al.Place.Revision;
        using var saved = await al.World.Client.SendAsync(HttpMethod.Patch, Projects, """{"id":"al-dev","name":"x"}""", $"\"{first}\"");

        using var stale = await al.World.Client.SendAsync(HttpMethod.Patch, Projects, """{"id":"al-dev","name":"y"}""", $"\"{first}\"");

        Assert.That(saved.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(stale.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(stale.Revision(), Is.EqualTo(saved.Revision()));
        Assert.That((int)(await stale.ReadJsonAsync())!["error"]!["statusCode"]!, Is.EqualTo(412));
    }

    [Test]
    public async Task CreateReplaceAndDelete_FollowLoopBack()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);
        var client = al.World.Client;

        using var duplicate = await client.SendAsync(HttpMethod.Post, Projects, EditableEnvironment.BlankProject);
        using var replaced = await client.SendAsync(HttpMethod.Put, $"{Projects}/al-dev", EditableEnvironment.BlankProject);
        using var deleted = await client.DeleteAsync($"{Projects}/al-dev");
        using var again = await client.DeleteAsync($"{Projects}/al-dev");
        using var unknown = await client.SendAsync(HttpMethod.Put, $"{Projects}/al-dev", EditableEnvironment.BlankProject);
        using var created = await client.SendAsync(HttpMethod.Post, Projects, EditableEnvironment.BlankProject);

        Assert.That(duplicate.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That((string)(await duplicate.ReadJsonAsync())!["error"]!["message"]!, Is.EqualTo("Duplicate entry for Project.id"));
        Assert.That(await replaced.Content.ReadAsStringAsync(), Is.EqualTo(EditableEnvironment.BlankProject));
        Assert.That(await deleted.Content.ReadAsStringAsync(), Is.EqualTo("""{"count":1}"""));
        Assert.That(await again.Content.ReadAsStringAsync(), Is.EqualTo("""{"count":0}"""));
        Assert.That(unknown.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(created.StatusCode, Is.EqualTo(HttpStatusCode.OK), await created.Content.ReadAsStringAsync());
        Assert.That(await al.ReadAsync("lunchbadger.json"), Is.EqualTo(EditableEnvironment.Wrap(EditableEnvironment.BlankProject)));
    }

    [Test]
    public async Task Any_OfAnUnknownProducer_IsLoopBacksError()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);

        using var answer = await al.World.Client.GetAsync("/producers/nobody/envs/dev/project-api/api/Projects/nobody-dev");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((int)(await answer.ReadJsonAsync())!["error"]!["statusCode"]!, Is.EqualTo(404));
    }

    [Test]
    public async Task WorkspaceFiles_TreeOfOneFile_ChangesThatFileOnly()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);
        await al.WriteAsync("server/models/car.js", "// car");
        const string Path = $"{Api}/WorkspaceFiles/files";

        using var put = await al.World.Client.SendAsync(HttpMethod.Put, Path, """{"files":{"server":{"models":{"bike.js":"// bike","car.js":null}},"package.json":"{}"}}""");
        var tree = JsonNode.Parse(await al.World.Client.GetStringAsync(Path));

        Assert.That(put.StatusCode, Is.EqualTo(HttpStatusCode.OK), await put.Content.ReadAsStringAsync());
        Assert.That(tree!.ToJsonString(), Is.EqualTo("""{"files":{"package.json":"{}","server":{"index.js":"// code","models":{"bike.js":"// bike"}}}}"""));
    }

    [TestCase("""{"files":{"..":{"x":"y"}}}""", 422)]
    [TestCase("""{"files":{"server":[]}}""", 400)]
    [TestCase("""{}""", 400)]
    public async Task WorkspaceFiles_TreeThatIsNone_IsRefused(string body, int status)
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);

        using var put = await al.World.Client.SendAsync(HttpMethod.Put, $"{Api}/WorkspaceFiles/files", body);

        Assert.That((int)put.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task WorkspaceStatus_Ping_Is204AndWhatWasDoneByHandIs501()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);

        using var ping = await al.World.Client.GetAsync($"{Api}/WorkspaceStatus/ping");
        using var restart = await al.World.Client.PostAsync($"{Api}/WorkspaceStatus/restart", null);
        using var list = await al.World.Client.GetAsync($"{Api}/WorkspaceStatus");

        Assert.That(ping.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(restart.StatusCode, Is.EqualTo(HttpStatusCode.NotImplemented));
        Assert.That((string)(await list.ReadJsonAsync())![0]!["status"]!, Is.EqualTo("unknown"));
    }
}
