using System.Net;
using System.Text.Json.Nodes;
using GitOps.Configstore.Tests.World;
using GitOps.Testing.Faults;

namespace GitOps.Configstore.Tests.ProjectApi;

/// <summary>The project as a whole: read, replaced, patched, cleared, switched off.</summary>
public sealed class ProjectRoutesTests
{
    private const string Project = "/producers/al/envs/dev/project";
    private const string JsonPatch = "application/json-patch+json";
    private const string MergePatch = "application/merge-patch+json";

    [Test]
    public async Task Get_Project_IsAsItIsWrittenWithTheRevision()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);

        using var answer = await al.World.Client.GetAsync(Project);

        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo(SampleProject.Text));
        Assert.That(answer.Headers.ETag!.Tag, Is.EqualTo($"\"{al.Place.Revision}\""));
        using var again = await al.World.Client.SendAsync(new HttpRequestMessage(HttpMethod.Get, Project) { Headers = { IfNoneMatch = { answer.Headers.ETag } } });
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
    }

    [Test]
    public async Task Get_ProjectOfTheSameEnvironmentByItsProject_IsTheSame()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);

        Assert.That(await al.World.Client.GetStringAsync("/producers/al/projects/main/envs/dev/project"), Is.EqualTo(SampleProject.Text));
    }

    [Test]
    public async Task Put_WithoutIfMatch_Is428WithTheCurrentRevision()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);

        using var answer = await al.World.Client.SendAsync(HttpMethod.Put, Project, EditableEnvironment.BlankProject);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionRequired));
        Assert.That(answer.Headers.ETag!.Tag, Is.EqualTo($"\"{al.Place.Revision}\""));
        Assert.That(await al.HistoryAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Put_AtTheRevision_ReplacesAndAStaleOneIs412()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);
        var revision = $"\"{al.Place.Revision}\"";

        using var replaced = await al.World.Client.SendAsync(HttpMethod.Put, Project, EditableEnvironment.BlankProject, revision);
        using var stale = await al.World.Client.SendAsync(HttpMethod.Put, Project, SampleProject.Text, revision);

        Assert.That(replaced.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(stale.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(stale.Revision(), Is.EqualTo(replaced.Revision()));
        Assert.That(await al.ReadProjectAsync(), Is.EqualTo(EditableEnvironment.BlankProject));
    }

    [Test]
    public async Task Put_FiftyWritersWhoTryAgainOn412_LoseNothing()
    {
        await using var al = await EditableEnvironment.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(async number =>
        {
            while (true)
            {
                using var read = await al.World.Client.GetAsync(Project);
                var project = (JsonObject)(await read.ReadJsonAsync())!;
                project["states"]!.AsArray().Add(new JsonObject { ["id"] = $"state{number}" });
                using var written = await al.World.Client.SendAsync(HttpMethod.Put, Project, project.ToJsonString(), read.Headers.ETag!.Tag);
                if (written.StatusCode == HttpStatusCode.NoContent) return;
                Assert.That(written.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
            }
        }));

        var states = JsonNode.Parse(await al.ReadProjectAsync())!["states"]!.AsArray();
        Assert.That(states.Select(state => (string)state!["id"]!), Is.EquivalentTo(Enumerable.Range(0, 50).Select(number => $"state{number}")));
        Assert.That(await al.HistoryAsync(), Has.Count.EqualTo(51));
    }

    [Test]
    public async Task Patch_JsonPatch_ChangesOnlyWhatItNames()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);
        var before = await al.ReadAsync("lunchbadger.json");

        using var answer = await al.World.Client.SendAsync(
            HttpMethod.Patch, Project, """[{"op":"test","path":"/gateways/0/name","value":"Main"},{"op":"replace","path":"/gateways/0/name","value":"Küche"}]""", type: JsonPatch);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync());
        Assert.That(await al.ReadAsync("lunchbadger.json"), Is.EqualTo(before.Replace("Main", "Küche", StringComparison.Ordinal)), "everything else is byte for byte the same");
        Assert.That((await al.HistoryAsync())[0].Details.Message.TrimEnd(), Is.EqualTo("Patch the project: replace /gateways/0/name"));
    }

    [Test]
    public async Task Patch_MergePatch_ChangesOnlyWhatItNames()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);
        var before = await al.ReadAsync("lunchbadger.json");

        using var answer = await al.World.Client.SendAsync(HttpMethod.Patch, Project, """{"zoom":2,"new":{"é":true}}""", type: MergePatch);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var expected = before.Replace("1.50", "2", StringComparison.Ordinal).Replace("\\\"value\\\":\\\"g1\\\"}]", "\\\"value\\\":\\\"g1\\\"}],\\\"new\\\":{\\\"é\\\":true}", StringComparison.Ordinal);
        Assert.That(await al.ReadAsync("lunchbadger.json"), Is.EqualTo(expected));
    }

    [Test]
    public async Task Patch_TestThatFails_Is409AndCommitsNothing()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);

        using var answer = await al.World.Client.SendAsync(HttpMethod.Patch, Project, """[{"op":"test","path":"/name","value":"other"}]""", type: JsonPatch);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await al.HistoryAsync(), Has.Count.EqualTo(1));
    }

    [TestCase("[]", "text/plain", 415)]
    [TestCase("{}", JsonPatch, 400)]
    [TestCase("[", JsonPatch, 400)]
    [TestCase("{\"a\":1,\"a\":2}", MergePatch, 400)]
    [TestCase("[]", MergePatch, 400)]
    public async Task Patch_BodyThatIsNone_IsRefused(string body, string type, int status)
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);

        using var answer = await al.World.Client.SendAsync(HttpMethod.Patch, Project, body, type: type);

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task Patch_WithSeveralProblems_ListsAllWithPathAndReason()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);

        using var answer = await al.World.Client.SendAsync(
            HttpMethod.Patch, Project, """[{"op":"replace","path":"/serviceEndpoints/0/urls/0","value":"ftp://x"},{"op":"replace","path":"/connections/0/toId","value":"nowhere"}]""", type: JsonPatch);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        var problems = (await answer.ReadJsonAsync())!["problems"]!.AsArray();
        Assert.That(problems.Select(problem => (string)problem!["path"]!), Is.EquivalentTo(new[] { "$.serviceEndpoints[0].urls[0]", "$.connections[0].toId" }));
        Assert.That(problems.Select(problem => (string)problem!["file"]!), Has.All.EqualTo("dev/lunchbadger.json"));
        Assert.That(problems.Select(problem => (string?)problem!["reason"]), Has.All.Not.Empty);
        Assert.That(await al.HistoryAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Put_TooLarge_Is413()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);

        using var answer = await al.World.Client.SendAsync(HttpMethod.Put, Project, $$"""{"x":"{{new string('x', 2 * 1024 * 1024)}}"}""", "*");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    [Test]
    public async Task Clear_Project_KeepsWhatIsNoEntity()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);

        using var answer = await al.World.Client.PostAsync($"{Project}/clear", null);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(
            await al.ReadProjectAsync(),
            Is.EqualTo("""{"id":"al-dev","name":"main","zoom":1.50,"gateways":[],"serviceEndpoints":[],"apiEndpoints":[],"connections":[],"states":[]}"""));
    }

    [Test]
    public async Task Disabled_SetAndCleared_LeavesTheDocumentAsItWas()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);
        var before = await al.ReadAsync("lunchbadger.json");

        using var off = await al.World.Client.SendAsync(HttpMethod.Put, $"{Project}/disabled", """{"disabled":true}""");
        var state = await al.World.Client.GetStringAsync($"{Project}/disabled");
        var inside = await al.World.Client.SendAsync(HttpMethod.Put, $"{Project}/disabled", """{"project":true}""");
        var project = (await al.ReadProjectAsync());
        using var on = await al.World.Client.SendAsync(HttpMethod.Put, $"{Project}/disabled", """{"disabled":false}""");

        Assert.Multiple(() =>
        {
            Assert.That(off.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
            Assert.That(state, Is.EqualTo("""{"disabled":true,"document":true,"project":false}"""));
            Assert.That(inside.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
            Assert.That(project, Does.EndWith(""","disabled":true}"""));
            Assert.That(on.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        });
        Assert.That(await al.ReadAsync("lunchbadger.json"), Is.EqualTo(before));
    }

    [Test]
    public async Task Put_ProjectOfADisabledEnvironment_DoesNotSwitchItOn()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);
        using var off = await al.World.Client.SendAsync(HttpMethod.Put, $"{Project}/disabled", """{"project":true}""");

        using var put = await al.World.Client.SendAsync(HttpMethod.Put, Project, SampleProject.Text, "*");

        Assert.That(put.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await al.World.Client.GetStringAsync($"{Project}/disabled"), Does.Contain("\"project\":true"));
    }

    [Test]
    public async Task Project_OfAnEmptyRepository_Is404AndCanBePut()
    {
        await using var al = await EditableEnvironment.StartAsync(project: null);

        using var missing = await al.World.Client.GetAsync(Project);
        using var put = await al.World.Client.SendAsync(HttpMethod.Put, Project, EditableEnvironment.BlankProject, $"\"{al.Place.Revision}\"");

        Assert.That(missing.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(put.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), await put.Content.ReadAsStringAsync());
        Assert.That(await al.ReadAsync("lunchbadger.json"), Is.EqualTo(EditableEnvironment.Wrap(EditableEnvironment.BlankProject)));
    }

    [Test]
    public async Task Patch_AnswerOfTheCommitLost_IsOneCommitAndASuccess()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);
        al.World.Network.Faults.Add(Fault.LoseAnswer().On("POST", "/api/v1/repos/customer-al/dev/contents").Times(1));

        using var answer = await al.World.Client.SendAsync(HttpMethod.Patch, Project, """{"name":"other"}""", type: MergePatch);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await al.HistoryAsync(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Patch_WhileGiteaIsDown_Is503()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text, ("GITEA_TIMEOUT", "0.3"));
        al.World.Network.Faults.Add(Fault.Reset());

        using var answer = await al.World.Client.SendAsync(HttpMethod.Patch, Project, """{"name":"other"}""", type: MergePatch);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(answer.Headers.RetryAfter, Is.Not.Null);
    }
}
