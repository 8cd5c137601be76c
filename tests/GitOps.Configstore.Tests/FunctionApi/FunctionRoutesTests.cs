using System.Net;
using System.Text.Json.Nodes;
using GitOps.Configstore.Tests.World;
using GitOps.Model.Serverless;
using GitOps.Model.Snapshots;
using GitOps.Model.Validation;
using GitOps.Sandbox.Forge;
using GitOps.Testing;

namespace GitOps.Configstore.Tests.FunctionApi;

/// <summary>Functions as the predecessor's canvas makes, reads, saves and removes them: each write is one commit of <c>functions</c>.</summary>
public sealed class FunctionRoutesTests
{
    private const string Api = "/producers/al/envs/dev/sls-api";
    private const string Service = Api + "/service";

    [Test]
    public async Task Ping_OfAnEnvironment_SaysWhetherItIsThere()
    {
        await using var al = await EditableEnvironment.StartAsync();

        Assert.That((await al.World.Client.GetAsync($"{Api}/ping")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await al.World.Client.GetAsync("/producers/al/envs/none/sls-api/ping")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Post_Function_IsOneCommitWithDocumentAndCode()
    {
        await using var al = await EditableEnvironment.StartAsync();

        using var made = await CreateAsync(al, """{"name":"hello","env":"nodejs","version":"8","lunchbadger":{"id":"f1","itemOrder":3,"zoom":1.5}}""");

        var document = Document(await al.ReadAsync("hello/serverless.yml", "functions"));
        Assert.That(document.ToJsonString(), Is.EqualTo(
            """{"service":"hello","provider":{"name":"kubeless","runtime":"nodejs8","namespace":"customer"},"plugins":["serverless-kubeless"],"functions":{"fn-al-dev-hello":{"handler":"handler.handler","labels":{"producer":"al","id":"f1","env":"dev","app":"kubeless-fn"}}},"lunchbadger":{"id":"f1","itemOrder":3,"zoom":1.5}}"""));
        Assert.That(await al.ReadAsync("hello/handler.js", "functions"), Does.Contain("Hello from hello"));
        Assert.That((await al.HistoryAsync("functions"))[0].Details.Message.TrimEnd(), Is.EqualTo("Add function hello (nodejs8)"));
        Assert.That((await made.ReadJsonAsync())!["serverless"]!.ToJsonString(), Is.EqualTo(document.ToJsonString()));
        Assert.That(await al.World.Client.GetStringAsync(made.Headers.Location), Is.EqualTo(await made.Content.ReadAsStringAsync()));
    }

    [Test]
    public async Task Post_NameThatCannotBeOne_Is422AndCommitsNothing()
    {
        await using var al = await EditableEnvironment.StartAsync();

        foreach (var name in new[] { "../hello", "Hello", "a/b", "-a", "", "a.b", new string('a', 64) })
        {
            using var answer = await al.World.Client.SendAsync(HttpMethod.Post, Service, new JsonObject { ["name"] = name, ["env"] = "nodejs" }.ToJsonString());

            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity), name);
            Assert.That((string?)(await answer.ReadJsonAsync())!["problems"]![0]!["path"], Is.EqualTo("$.name"), name);
        }
        Assert.That(al.Place.Revision.Functions, Is.EqualTo(Revision.NoCommit));
    }

    [Test]
    public async Task Post_SeveralMistakes_AreAllListed()
    {
        await using var al = await EditableEnvironment.StartAsync();

        using var answer = await al.World.Client.SendAsync(HttpMethod.Post, Service, """{"name":"A B","env":"cobol","lunchbadger":7}""");

        Assert.That((await answer.ReadJsonAsync())!["problems"]!.AsArray().Select(problem => (string)problem!["path"]!), Is.EqualTo((string[])["$.name", "$.env", "$.lunchbadger"]));
    }

    [Test]
    public async Task Post_NameThatIsTaken_Is409()
    {
        await using var al = await EditableEnvironment.StartAsync();
        await al.WriteAsync("Other/serverless.yml", "service: hello\n", role: RepositoryRole.Functions);
        (await CreateAsync(al, """{"name":"price","env":"node"}""")).Dispose();

        using var folder = await al.World.Client.SendAsync(HttpMethod.Post, Service, """{"name":"price","env":"node"}""");
        using var capitals = await al.World.Client.SendAsync(HttpMethod.Post, Service, """{"name":"other","env":"node"}""");
        using var service = await al.World.Client.SendAsync(HttpMethod.Post, Service, """{"name":"hello","env":"node"}""");

        Assert.That(folder.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(capitals.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(service.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity), "the name of its objects would be the same");
        Assert.That(await service.Content.ReadAsStringAsync(), Does.Contain("fn-al-dev-hello"));
    }

    [Test]
    public async Task Get_AllFunctions_GivesDocumentsAndFiles()
    {
        await using var al = await EditableEnvironment.StartAsync();
        (await CreateAsync(al, """{"name":"price","env":"python"}""")).Dispose();
        (await CreateAsync(al, """{"name":"hello","env":"node"}""")).Dispose();
        await al.WriteAsync("hello/lib/util.js", "// util", role: RepositoryRole.Functions);

        var list = JsonNode.Parse(await al.World.Client.GetStringAsync(Service))!.AsArray();

        Assert.That(list.Select(function => (string)function!["name"]!), Is.EqualTo((string[])["hello", "price"]));
        Assert.That(list[0]!["files"]!.AsObject().Select(file => file.Key), Is.EqualTo((string[])["handler.js", "lib/util.js"]));
        Assert.That((string?)list[1]!["serverless"]!["service"], Is.EqualTo("price"));
    }

    [Test]
    public async Task Get_DocumentThatIsNoYaml_ShowsItsTextAndWhatIsWrong()
    {
        await using var al = await EditableEnvironment.StartAsync();
        await PushAsync(al, "bad/serverless.yml", "service: [");

        var function = JsonNode.Parse(await al.World.Client.GetStringAsync($"{Service}/bad"))!;

        Assert.That((string?)function["files"]!["serverless.yml"], Is.EqualTo("service: ["));
        Assert.That(function["problems"]!.AsArray(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Put_WhatTheCanvasWasGiven_ChangesNothing()
    {
        await using var al = await EditableEnvironment.StartAsync();
        using var made = await CreateAsync(al, """{"name":"hello","env":"node","lunchbadger":{"id":"f1","itemOrder":0}}""");
        var before = await al.HistoryAsync("functions");

        using var saved = await al.World.Client.SendAsync(HttpMethod.Put, $"{Service}/hello", await made.Content.ReadAsStringAsync());

        Assert.That(saved.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await saved.Content.ReadAsStringAsync(), Is.EqualTo(await made.Content.ReadAsStringAsync()));
        Assert.That(await al.HistoryAsync("functions"), Has.Count.EqualTo(before.Count));
    }

    [Test]
    public async Task Put_Files_WritesWhatChangedAndDeletesNull()
    {
        await using var al = await EditableEnvironment.StartAsync();
        const string Commented = "# ours\nservice: hello # the name\nprovider: {runtime: nodejs20}\nfunctions: {h: {handler: handler.h}}\n";
        await al.EditAsync(
            draft =>
            {
                draft.Write("hello/serverless.yml", Commented);
                draft.Write("hello/handler.js", "exports.h = 1;");
                draft.Write("hello/old.js", "old");
                return new("Begin");
            },
            role: RepositoryRole.Functions);

        using var saved = await al.World.Client.SendAsync(
            HttpMethod.Put, $"{Service}/hello",
            new JsonObject { ["serverless"] = Document(Commented), ["files"] = new JsonObject { ["handler.js"] = "exports.h = 2;", ["old.js"] = null, ["gone.js"] = null } }.ToJsonString());

        Assert.That(saved.StatusCode, Is.EqualTo(HttpStatusCode.OK), await saved.Content.ReadAsStringAsync());
        Assert.That(await al.ReadAsync("hello/serverless.yml", "functions"), Is.EqualTo(Commented), "the document says the same, so its text stays");
        Assert.That(await al.ReadAsync("hello/handler.js", "functions"), Is.EqualTo("exports.h = 2;"));
        Assert.That((await saved.ReadJsonAsync())!["files"]!.AsObject().Select(file => file.Key), Is.EqualTo((string[])["handler.js"]));
        Assert.That(await al.HistoryAsync("functions"), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Put_Document_IsReadBackTheSameWithUnknownMembers()
    {
        await using var al = await EditableEnvironment.StartAsync();
        using var made = await CreateAsync(al, """{"name":"hello","env":"node"}""");
        var document = (await made.ReadJsonAsync())!["serverless"]!.DeepClone().AsObject();
        document["custom"] = JsonNode.Parse("""{"yes":"no","${X}":"${self:a}","number":1e3,"text":"12","empty":{},"list":[],"multi\nline":"a\n\tb: c # d","null":null,"deep":[[{"a":[1,true]}]]}""");

        using var saved = await al.World.Client.SendAsync(HttpMethod.Put, $"{Service}/hello", new JsonObject { ["serverless"] = document.DeepClone(), ["files"] = new JsonObject() }.ToJsonString());

        Assert.That(saved.StatusCode, Is.EqualTo(HttpStatusCode.OK), await saved.Content.ReadAsStringAsync());
        Assert.That(JsonNode.DeepEquals(Document(await al.ReadAsync("hello/serverless.yml", "functions")), document), Is.True);
        var read = JsonNode.Parse(await al.World.Client.GetStringAsync($"{Service}/hello"))!["serverless"];
        Assert.That(JsonNode.DeepEquals(read, document), Is.True);
    }

    private static readonly string[] NoFunctions =
    [
        """{"files":{"../../dev/x.js":"1"}}""",
        """{"files":{"/etc/passwd":"1"}}""",
        """{"files":{"a\\b.js":"1"}}""",
        """{"files":{"%2e%2e/x.js":"1"}}""",
        """{"files":{".git/config":"1"}}""",
        """{"files":{"node_modules/x/index.js":"1"}}""",
        """{"files":{"serverless.yml":null}}""",
        """{"files":{"serverless.yml":"service: ["}}""",
        """{"files":{"handler.js":null}}""",
        """{"files":{"handler.js":7}}""",
        """{"files":7,"serverless":[]}""",
        """{"serverless":{"service":"Hello World","functions":{"a":{"handler":"handler.handler"}}}}""",
        """{"serverless":{"service":"price","functions":{"a":{"handler":"handler.handler"}}}}""",
        """{"serverless":{"service":"hello","functions":{"a":{"handler":"none.x"}}}}""",
        """{"serverless":{"service":"hello","functions":{"a":{"handler":"handler.a"},"b":{"handler":"handler.b"}}}}""",
        """{"serverless":{"service":"hello","functions":{"a":{"handler":"handler.a","environment":{"FUNC_PORT":"1"}}}}}""",
        """{"serverless":{"service":"hello","provider":7,"lunchbadger":{"disabled":"yes"}}}""",
    ];

    [Test]
    public async Task Put_WhatCannotBeAFunction_Is422AndCommitsNothing()
    {
        await using var al = await EditableEnvironment.StartAsync();
        (await CreateAsync(al, """{"name":"hello","env":"node","lunchbadger":{"id":"f1"}}""")).Dispose();
        (await CreateAsync(al, """{"name":"price","env":"node"}""")).Dispose();
        var before = al.Place.Revision;

        foreach (var body in NoFunctions)
        {
            using var answer = await al.World.Client.SendAsync(HttpMethod.Put, $"{Service}/hello", body);

            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity), $"{body}: {await answer.Content.ReadAsStringAsync()}");
            Assert.That((await answer.ReadJsonAsync())!["problems"]!.AsArray(), Is.Not.Empty, body);
        }
        Assert.That(al.Place.Revision, Is.EqualTo(before));
    }

    [Test]
    public async Task Put_MoreThanAFunctionMayHave_IsRefused()
    {
        await using var al = await EditableEnvironment.StartAsync();
        (await CreateAsync(al, """{"name":"hello","env":"node"}""")).Dispose();
        var files = new JsonObject();
        for (var i = 0; i <= FunctionCheck.MaxFiles; i++) files[$"f{i}.js"] = "";

        using var large = await al.World.Client.SendAsync(HttpMethod.Put, $"{Service}/hello", new JsonObject { ["files"] = new JsonObject { ["a.js"] = new string('x', DocumentPaths.MaxCodeBytes + 1) } }.ToJsonString());
        using var many = await al.World.Client.SendAsync(HttpMethod.Put, $"{Service}/hello", new JsonObject { ["files"] = files }.ToJsonString());

        Assert.That(large.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(many.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
    }

    [Test]
    public async Task Put_BrokenFunction_CanBeMendedAsText()
    {
        await using var al = await EditableEnvironment.StartAsync();
        await PushAsync(al, "bad/serverless.yml", "service: [");

        using var saved = await al.World.Client.SendAsync(
            HttpMethod.Put, $"{Service}/bad", """{"serverless":{},"files":{"serverless.yml":"service: bad\nfunctions: {bad: {handler: handler.bad}}\n","handler.js":"exports.bad = 1;"}}""");

        Assert.That(saved.StatusCode, Is.EqualTo(HttpStatusCode.OK), await saved.Content.ReadAsStringAsync());
        Assert.That((string?)(await saved.ReadJsonAsync())!["serverless"]!["service"], Is.EqualTo("bad"));
    }

    [Test]
    public async Task Write_StaleRevision_Is412WithTheCurrentOne()
    {
        await using var al = await EditableEnvironment.StartAsync();
        using var made = await CreateAsync(al, """{"name":"hello","env":"node"}""");
        var seen = made.Headers.ETag!.Tag;
        using var first = await al.World.Client.SendAsync(HttpMethod.Put, $"{Service}/hello", """{"files":{"a.js":"1"}}""", seen);

        foreach (var (method, path, body) in new[]
        {
            (HttpMethod.Put, $"{Service}/hello", """{"files":{"a.js":"2"}}"""),
            (HttpMethod.Post, Service, """{"name":"price","env":"node"}"""),
            (HttpMethod.Delete, $"{Service}/hello", null),
            (HttpMethod.Delete, Service, null),
            (HttpMethod.Post, $"{Api}/deploy", """{"name":"hello"}"""),
            (HttpMethod.Delete, $"{Api}/deploy/hello", null),
        })
        {
            using var stale = await al.World.Client.SendAsync(method, path, body, seen);
            Assert.That(stale.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed), $"{method} {path}");
            Assert.That(stale.Revision(), Is.EqualTo(first.Revision()));
        }
        Assert.That(await al.ReadAsync("hello/a.js", "functions"), Is.EqualTo("1"));
    }

    [Test]
    public async Task Put_OfTwentyWritersAtOnce_LosesNothing()
    {
        await using var al = await EditableEnvironment.StartAsync();
        (await CreateAsync(al, """{"name":"hello","env":"node"}""")).Dispose();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(number =>
            al.World.Client.SendAsync(HttpMethod.Put, $"{Service}/hello", new JsonObject { ["files"] = new JsonObject { [$"f{number}.js"] = $"{number}" } }.ToJsonString())));

        Assert.That(answers.Select(answer => answer.StatusCode), Has.All.EqualTo(HttpStatusCode.OK));
        var files = JsonNode.Parse(await al.World.Client.GetStringAsync($"{Service}/hello"))!["files"]!.AsObject();
        Assert.That(files, Has.Count.EqualTo(21));
        Assert.That(await al.HistoryAsync("functions"), Has.Count.EqualTo(21));
    }

    [Test]
    public async Task Delete_Function_RemovesItsFolderAlone()
    {
        await using var al = await EditableEnvironment.StartAsync();
        (await CreateAsync(al, """{"name":"hello","env":"node"}""")).Dispose();
        (await CreateAsync(al, """{"name":"price","env":"node"}""")).Dispose();

        using var answer = await al.World.Client.SendAsync(HttpMethod.Delete, $"{Service}/hello");
        using var again = await al.World.Client.SendAsync(HttpMethod.Delete, $"{Service}/hello");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await NamesAsync(al), Is.EqualTo((string[])["price"]));
        Assert.That((await al.HistoryAsync("functions"))[0].Details.Message.TrimEnd(), Is.EqualTo("Delete function hello"));
    }

    [Test]
    public async Task Delete_AllFunctions_IsOneCommitThatLeavesOtherFiles()
    {
        await using var al = await EditableEnvironment.StartAsync();
        await al.WriteAsync("README.md", "Ours", role: RepositoryRole.Functions);
        (await CreateAsync(al, """{"name":"hello","env":"node"}""")).Dispose();
        (await CreateAsync(al, """{"name":"price","env":"node"}""")).Dispose();

        using var answer = await al.World.Client.SendAsync(HttpMethod.Delete, Service);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await NamesAsync(al), Is.Empty);
        Assert.That(await al.ReadAsync("README.md", "functions"), Is.EqualTo("Ours"));
        Assert.That(await al.HistoryAsync("functions"), Has.Count.EqualTo(4));
    }

    [Test]
    public async Task Delete_FunctionThatAGatewayLeadsTo_IsRefusedUntilTheConnectionIsGone()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);
        (await CreateAsync(al, """{"name":"hello","env":"node","lunchbadger":{"id":"f1"}}""")).Dispose();
        (await al.World.Client.SendAsync(HttpMethod.Post, "/producers/al/envs/dev/project/connections", """{"id":"fc","fromId":"f1","toId":"p1"}""")).EnsureSuccessStatusCode();

        using var refused = await al.World.Client.SendAsync(HttpMethod.Delete, $"{Service}/hello");
        (await al.World.Client.SendAsync(HttpMethod.Delete, "/producers/al/envs/dev/project/connections/fc")).EnsureSuccessStatusCode();
        using var deleted = await al.World.Client.SendAsync(HttpMethod.Delete, $"{Service}/hello");

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(deleted.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private static async Task<HttpResponseMessage> CreateAsync(EditableEnvironment al, string body)
    {
        var made = await al.World.Client.SendAsync(HttpMethod.Post, Service, body);
        Assert.That(made.StatusCode, Is.EqualTo(HttpStatusCode.Created), await made.Content.ReadAsStringAsync());
        return made;
    }

    private static async Task PushAsync(EditableEnvironment al, string path, string text)
    {
        var commit = await al.World.Forge.CommitAsync("customer-al", "functions", [ForgeFile.Text(path, text)], "Push");
        await Eventually.That(() => al.Place.Revision.Functions, Is.EqualTo(commit));
    }

    private static async Task<IEnumerable<string>> NamesAsync(EditableEnvironment al) =>
        JsonNode.Parse(await al.World.Client.GetStringAsync(Service))!.AsArray().Select(function => (string)function!["name"]!).ToList();

    private static JsonObject Document(string text) => ServerlessText.Parse(text, "serverless.yml", new ProblemList())!;
}
