using System.Net;
using System.Text.Json.Nodes;
using GitOps.Configstore.Tests.World;

namespace GitOps.Configstore.Tests.WorkspaceApi;

/// <summary>Data sources, and what models are kept in.</summary>
public sealed class ConfigEntryTests
{
    private const string Package = "{\n  \"name\": \"al\",\n  \"dependencies\": {\n    \"loopback\": \"3\"\n  }\n}\n";

    [Test]
    public async Task Post_ConfigsByTwentyWritersAtOnce_LosesNothing()
    {
        await using var al = await LoopBackWorkspace.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(number =>
            al.Client.SendAsync(HttpMethod.Post, $"{LoopBackWorkspace.Api}/ModelConfigs", $$"""{"name":"M{{number}}","facetName":"server","dataSource":"db","public":{{(number % 2 == 0 ? "true" : "false")}}}""")));

        Assert.That(answers.Select(answer => answer.StatusCode), Is.All.EqualTo(HttpStatusCode.OK));
        var configs = (await al.GetAsync("/Facets/server/modelConfigs"))!.AsArray();
        Assert.That(configs.Select(config => (string?)config!["name"]), Is.EquivalentTo(Enumerable.Range(0, 20).Select(number => $"M{number}").Append("Car")));
        Assert.That(await al.Environment.ReadAsync("server/model-config.json"), Does.StartWith(LoopBackWorkspace.ModelConfig[..^"\n}\n".Length] + ","));
    }

    [Test]
    public async Task Post_ConfigThatIsThere_ChangesItByItsId()
    {
        await using var al = await LoopBackWorkspace.StartAsync();

        await al.AskAsync(HttpMethod.Post, "/ModelConfigs", """{"id":"server.Car","name":"Car","facetName":"server","dataSource":null}""");

        Assert.That(await al.Environment.ReadAsync("server/model-config.json"), Is.EqualTo(LoopBackWorkspace.ModelConfig.Replace("\"dataSource\": \"db\"", "\"dataSource\": null", StringComparison.Ordinal)));
        Assert.That(await al.LastMessageAsync(), Is.EqualTo("Change config of model Car: dataSource"));
    }

    [Test]
    public async Task Post_DataSource_WritesItsNameInside()
    {
        await using var al = await LoopBackWorkspace.StartAsync();

        var made = await al.AskAsync(HttpMethod.Post, "/DataSourceDefinitions", """{"name":"shop","facetName":"server","connector":"memory","lunchbadgerId":"d1"}""");

        Assert.That(((string?)made!["id"], (string?)made["lunchbadgerId"]), Is.EqualTo(("server.shop", "d1")));
        Assert.That(
            await al.Environment.ReadAsync("server/datasources.json"),
            Is.EqualTo(LoopBackWorkspace.DataSources.Replace(
                "  }\n}", "  },\n  \"shop\": {\n    \"name\": \"shop\",\n    \"connector\": \"memory\",\n    \"lunchbadgerId\": \"d1\"\n  }\n}", StringComparison.Ordinal)));
    }

    [Test]
    public async Task Patch_AnotherNameOfADataSource_MovesItsModelsAlong()
    {
        await using var al = await LoopBackWorkspace.StartAsync();

        await al.AskAsync(HttpMethod.Patch, "/DataSourceDefinitions/server.db", """{"name":"main"}""");

        Assert.That(JsonNode.Parse(await al.Environment.ReadAsync("server/datasources.json"))!.AsObject().Select(source => source.Key), Is.EqualTo(new[] { "main" }));
        Assert.That((string?)(await al.GetAsync("/ModelConfigs/server.Car"))!["dataSource"], Is.EqualTo("main"));
        Assert.That(await al.LastMessageAsync(), Is.EqualTo("Rename data source db to main"));
    }

    [TestCase("mongodb", "{\n  \"name\": \"al\",\n  \"dependencies\": {\n    \"loopback\": \"3\",\n    \"loopback-connector-mongodb\": \"^5.6.0\"\n  }\n}\n")]
    [TestCase("loopback-connector-mongodb", "{\n  \"name\": \"al\",\n  \"dependencies\": {\n    \"loopback\": \"3\",\n    \"loopback-connector-mongodb\": \"^5.6.0\"\n  }\n}\n")]
    [TestCase("memory", Package)]
    [TestCase("./own", Package)]
    public async Task Post_DataSource_HasTheProjectDependOnItsConnectorInTheSameCommit(string connector, string expected)
    {
        await using var al = await LoopBackWorkspace.StartAsync();
        await al.Environment.EditAsync(draft =>
        {
            draft.Write("package.json", Package);
            return new("A package");
        });
        var commits = (await al.Environment.HistoryAsync()).Count;

        await al.AskAsync(HttpMethod.Post, "/DataSourceDefinitions", new JsonObject { ["name"] = "shop", ["connector"] = connector }.ToJsonString());

        Assert.That(await al.Environment.ReadAsync("package.json"), Is.EqualTo(expected));
        Assert.That((await al.Environment.HistoryAsync()).Count, Is.EqualTo(commits + 1));
    }

    [TestCase("""{"dependencies":{"loopback-connector-rest":"file:../rest"}}""")]
    [TestCase("""{"optionalDependencies":{"loopback-connector-rest":"1"}}""")]
    public async Task Patch_DataSourceWhoseConnectorIsDependedOn_LeavesThePackageAsItIs(string package)
    {
        await using var al = await LoopBackWorkspace.StartAsync();
        await al.Environment.EditAsync(draft =>
        {
            draft.Write("package.json", package);
            return new("A package");
        });

        await al.AskAsync(HttpMethod.Patch, "/DataSourceDefinitions/server.db", """{"connector":"rest"}""");

        Assert.That(await al.Environment.ReadAsync("package.json"), Is.EqualTo(package));
    }

    [Test]
    public async Task Delete_OfWhatIsNotThere_CountsNone()
    {
        await using var al = await LoopBackWorkspace.StartAsync();
        var commits = (await al.Environment.HistoryAsync()).Count;

        foreach (var path in (string[])["/DataSourceDefinitions/server.x", "/ModelConfigs/server.x", "/ModelConfigs/server._meta", "/ModelProperties/common.Car.x"])
            Assert.That((int?)(await al.AskAsync(HttpMethod.Delete, path))!["count"], Is.Zero, path);

        Assert.That((await al.Environment.HistoryAsync()).Count, Is.EqualTo(commits));
    }

    [TestCase("/DataSourceDefinitions", """{"name":"db","connector":"memory"}""", "$.db")]
    [TestCase("/DataSourceDefinitions", """{"name":"x"}""", "$.x.connector")]
    [TestCase("/DataSourceDefinitions", """{"name":"../x","connector":"memory"}""", "$.name")]
    [TestCase("/DataSourceDefinitions", """{"name":"x","connector":"memory","facetName":"common"}""", "$.facetName")]
    [TestCase("/ModelConfigs", """{"name":"_meta","dataSource":"db"}""", "$.name")]
    [TestCase("/ModelConfigs", """{"name":"Car"}""", "$.Car")]
    [TestCase("/ModelConfigs", """{"name":"X","public":"yes"}""", "$.X.public")]
    [TestCase("/ModelConfigs", """{"name":"X","dataSource":7}""", "$.X.dataSource")]
    public async Task Post_EntryThatCannotBe_Is422WithItsPath(string path, string body, string place)
    {
        await using var al = await LoopBackWorkspace.StartAsync();

        var (status, error) = await al.RefusalAsync(HttpMethod.Post, path, body);

        Assert.That(status, Is.EqualTo(HttpStatusCode.UnprocessableEntity), error.ToJsonString());
        Assert.That(error["details"]!["problems"]!.AsArray().Select(problem => (string?)problem!["path"]), Is.EqualTo(new[] { place }));
    }

    [TestCase("PUT", "/ModelConfigs", """{"name":"_meta","sources":["./evil"]}""")]
    [TestCase("PATCH", "/ModelConfigs", """{"id":"server._meta","sources":["./evil"]}""")]
    public async Task Write_WhatIsLoopBacksOwn_Is422(string method, string path, string body)
    {
        await using var al = await LoopBackWorkspace.StartAsync();

        var (status, error) = await al.RefusalAsync(new HttpMethod(method), path, body);

        Assert.That(status, Is.EqualTo(HttpStatusCode.UnprocessableEntity), error.ToJsonString());
        Assert.That(await al.Environment.ReadAsync("server/model-config.json"), Is.EqualTo(LoopBackWorkspace.ModelConfig));
    }

    [Test]
    public async Task Post_ToAnEmptyRepository_BeginsTheFiles()
    {
        await using var al = await EditableEnvironment.StartAsync(project: null);

        using var source = await al.World.Client.SendAsync(HttpMethod.Post, $"{LoopBackWorkspace.Api}/DataSourceDefinitions", """{"name":"db","connector":"memory"}""");
        using var config = await al.World.Client.SendAsync(HttpMethod.Post, $"{LoopBackWorkspace.Api}/ModelConfigs", """{"name":"Car","dataSource":"db"}""");

        Assert.That((source.StatusCode, config.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)));
        Assert.That(await al.ReadAsync("server/datasources.json"), Is.EqualTo("{\n  \"db\": {\n    \"name\": \"db\",\n    \"connector\": \"memory\"\n  }\n}\n"));
        Assert.That(await al.ReadAsync("server/model-config.json"), Does.StartWith("{\n  \"_meta\": {\n    \"sources\": [").And.Contain("\"Car\": {\n    \"dataSource\": \"db\"\n  }"));
    }
}
