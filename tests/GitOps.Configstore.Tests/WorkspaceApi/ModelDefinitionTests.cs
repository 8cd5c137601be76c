using System.Net;
using System.Text.Json.Nodes;
using GitOps.Configstore.Tests.World;
using GitOps.Sandbox.Forge;

namespace GitOps.Configstore.Tests.WorkspaceApi;

/// <summary>Models as loopback-workspace has them, kept in the files that LoopBack reads.</summary>
public sealed class ModelDefinitionTests
{
    private const string Models = "/ModelDefinitions";

    [Test]
    public async Task Post_NewModel_WritesItsDefinitionAndItsScriptInOneCommit()
    {
        await using var al = await LoopBackWorkspace.StartAsync();
        var commits = (await al.Environment.HistoryAsync()).Count;

        var made = await al.AskAsync(HttpMethod.Post, Models, """{"name":"CarPart","facetName":"server","plural":"CarParts","lunchbadgerId":"m2"}""");

        Assert.That(
            ((string?)made!["id"], (string?)made["facetName"], (string?)made["base"], made["properties"]),
            Is.EqualTo(("server.CarPart", "server", "PersistedModel", (JsonNode?)null)));
        Assert.That(
            await al.Environment.ReadAsync("server/models/car-part.json"),
            Does.StartWith("{\n  \"name\": \"CarPart\",\n  \"plural\": \"CarParts\",\n  \"lunchbadgerId\": \"m2\",\n  \"base\": \"PersistedModel\",").And.EndsWith("}\n"));
        Assert.That(await al.Environment.ReadAsync("server/models/car-part.js"), Does.Contain("module.exports = CarPart =>"));
        Assert.That((await al.LastMessageAsync(), (await al.Environment.HistoryAsync()).Count), Is.EqualTo(("Add model CarPart", commits + 1)));
    }

    [TestCase("POST", Models, """{"name":"Bike"}""")]
    [TestCase("PATCH", Models + "/common.Car", """{"name":"Bike"}""")]
    public async Task Write_ModelWhoseFileIsThereAndNamesNone_LeavesThatFileAsItIs(string method, string path, string body)
    {
        const string notes = "{\"notes\": [1]}";
        await using var al = await LoopBackWorkspace.StartAsync();
        await al.Environment.WriteAsync("common/models/bike.json", notes);

        var (status, error) = await al.RefusalAsync(new HttpMethod(method), path, body);

        Assert.That(status, Is.EqualTo(HttpStatusCode.UnprocessableEntity), error.ToJsonString());
        Assert.That(await al.Environment.ReadAsync("common/models/bike.json"), Is.EqualTo(notes));
    }

    [Test]
    public async Task Post_WithoutFacet_IsOfCommon()
    {
        await using var al = await LoopBackWorkspace.StartAsync();

        await al.AskAsync(HttpMethod.Post, Models, """{"name":"Order","properties":{"amount":{"type":"number"}}}""");

        Assert.That((string?)(await al.GetAsync("/ModelProperties/common.Order.amount"))!["type"], Is.EqualTo("number"));
        Assert.That(await al.FilesAsync(), Has.Member("common/models/order.json").And.Member("common/models/order.js"));
    }

    [Test]
    public async Task Post_WithTheIdOfAModel_ChangesItAndKeepsEveryOtherByte()
    {
        await using var al = await LoopBackWorkspace.StartAsync();

        // As the canvas saves, which knows the server's facet only, and sends the places of its entities empty.
        await al.AskAsync(HttpMethod.Post, Models, """{"id":"server.Car","facetName":"server","name":"Car","plural":"Automobiles","properties":[],"relations":[],"itemOrder":2}""");

        Assert.That(
            await al.Environment.ReadAsync("common/models/car.json"),
            Is.EqualTo(LoopBackWorkspace.Car.Replace("\"Cars\"", "\"Automobiles\"", StringComparison.Ordinal).Replace("\"methods\": {}\n}", "\"methods\": {},\n  \"itemOrder\": 2\n}", StringComparison.Ordinal)));
        Assert.That(await al.LastMessageAsync(), Is.EqualTo("Change model Car: plural, itemOrder"));
    }

    [TestCase("""{"name":"Car"}""", "$.name")]
    [TestCase("""{"name":"car"}""", "$.name")]
    [TestCase("""{"name":"../../evil"}""", "$.name")]
    [TestCase("""{"name":"a/b"}""", "$.name")]
    [TestCase("""{"name":".git"}""", "$.name")]
    [TestCase("""{"name":"a%2fb"}""", "$.name")]
    [TestCase("""{"name":"__proto__"}""", "$.name")]
    [TestCase("""{"name":"PersistedModel"}""", "$.name")]
    [TestCase("""{"name":""}""", "$.name")]
    [TestCase("""{"name":7}""", "$.name")]
    [TestCase("{}", "$.name")]
    [TestCase("""{"name":"New","facetName":"../server"}""", "$.facetName")]
    [TestCase("""{"name":"New","properties":"many"}""", "$.properties")]
    [TestCase("""{"name":"New","lunchbadgerId":7}""", "$.lunchbadgerId")]
    public async Task Post_ModelThatCannotBe_Is422WithItsPathAndChangesNothing(string body, string path)
    {
        await using var al = await LoopBackWorkspace.StartAsync();
        var before = await al.FilesAsync();

        var (status, error) = await al.RefusalAsync(HttpMethod.Post, Models, body);

        Assert.That((status, (string?)error["name"]), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "ValidationError")), error.ToJsonString());
        Assert.That(error["details"]!["problems"]!.AsArray().Select(problem => (string?)problem!["path"]), Does.Contain(path));
        Assert.That(await al.FilesAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task Patch_AnotherName_MovesTheFilesAndWhatKnowsTheModelByIt()
    {
        await using var al = await LoopBackWorkspace.StartAsync();
        await al.AskAsync(HttpMethod.Post, Models, """{"name":"Wheel","relations":{"car":{"type":"belongsTo","model":"Car"}}}""");

        var renamed = await al.AskAsync(HttpMethod.Patch, $"{Models}/common.Car", """{"name":"FastCar"}""");

        Assert.That((string?)renamed!["id"], Is.EqualTo("common.FastCar"));
        Assert.That(await al.FilesAsync(), Has.No.Member("common/models/car.json").And.No.Member("common/models/car.js"));
        Assert.That(await al.Environment.ReadAsync("common/models/fast-car.js"), Is.EqualTo("// code of the car"));
        Assert.That(await al.Environment.ReadAsync("common/models/fast-car.json"), Is.EqualTo(LoopBackWorkspace.Car.Replace("\"Car\"", "\"FastCar\"", StringComparison.Ordinal)));
        Assert.That(await al.Environment.ReadAsync("server/model-config.json"), Is.EqualTo(LoopBackWorkspace.ModelConfig.Replace("\"Car\"", "\"FastCar\"", StringComparison.Ordinal)));
        Assert.That((string?)(await al.GetAsync("/ModelRelations/common.Wheel.car"))!["model"], Is.EqualTo("FastCar"));
        Assert.That(await al.LastMessageAsync(), Is.EqualTo("Rename model Car to FastCar"));
    }

    [Test]
    public async Task Patch_NameThatAnotherHas_Is422()
    {
        await using var al = await LoopBackWorkspace.StartAsync();
        await al.AskAsync(HttpMethod.Post, Models, """{"name":"Wheel"}""");

        var (status, error) = await al.RefusalAsync(HttpMethod.Patch, $"{Models}/common.Wheel", """{"name":"Car"}""");

        Assert.That(status, Is.EqualTo(HttpStatusCode.UnprocessableEntity), error.ToJsonString());
    }

    [Test]
    public async Task Put_OneModel_RemovesWhatItDoesNotNameAndKeepsItsParts()
    {
        await using var al = await LoopBackWorkspace.StartAsync();

        await al.AskAsync(HttpMethod.Put, $"{Models}/common.Car", """{"name":"Car","base":"Vehicle","lunchbadgerId":"m1"}""");

        var file = JsonNode.Parse(await al.Environment.ReadAsync("common/models/car.json"))!.AsObject();
        Assert.That(file.Select(member => member.Key), Is.EqualTo(new[] { "name", "base", "lunchbadgerId", "properties", "acls", "methods" }));
        Assert.That((string?)file["base"], Is.EqualTo("Vehicle"));
    }

    [Test]
    public async Task Delete_OneModel_RemovesItsFilesAndItsConfig()
    {
        await using var al = await LoopBackWorkspace.StartAsync();

        var deleted = await al.AskAsync(HttpMethod.Delete, $"{Models}/server.Car");
        var again = await al.AskAsync(HttpMethod.Delete, $"{Models}/server.Car");

        Assert.That(((int?)deleted!["count"], (int?)again!["count"]), Is.EqualTo((1, 0)));
        Assert.That(await al.FilesAsync(), Has.None.StartsWith("common/models/"));
        Assert.That(await al.Environment.ReadAsync("server/model-config.json"), Does.Not.Contain("Car").And.Contains("_meta"));
        Assert.That(await al.LastMessageAsync(), Is.EqualTo("Delete model Car"));
    }

    [Test]
    public async Task Delete_ManyByWhere_CountsAndDeletesThoseOnly()
    {
        await using var al = await LoopBackWorkspace.StartAsync();
        await al.AskAsync(HttpMethod.Post, Models, """[{"name":"A1","x":1},{"name":"B1","x":1},{"name":"C1","x":2}]""");

        var deleted = await al.AskAsync(HttpMethod.Delete, $"{Models}?where={Uri.EscapeDataString("""{"x":1}""")}");
        var (unasked, _) = await al.RefusalAsync(HttpMethod.Delete, Models);

        Assert.That((int?)deleted!["count"], Is.EqualTo(2));
        Assert.That((await al.GetAsync(Models))!.AsArray().Select(model => (string?)model!["name"]), Is.EqualTo(new[] { "C1", "Car" }));
        Assert.That(unasked, Is.EqualTo(HttpStatusCode.BadRequest), "all are deleted only when that is said");
    }

    [Test]
    public async Task Reads_OfModels_HaveLoopBacksShapes()
    {
        await using var al = await LoopBackWorkspace.StartAsync();

        Assert.That((int?)(await al.GetAsync($"{Models}/count"))!["count"], Is.EqualTo(1));
        Assert.That((bool?)(await al.GetAsync($"{Models}/common.Car/exists"))!["exists"], Is.True);
        Assert.That((bool?)(await al.GetAsync($"{Models}/common.Bus/exists"))!["exists"], Is.False);
        Assert.That((string?)(await al.GetAsync($"{Models}/findOne?filter[where][name]=Car"))!["lunchbadgerId"], Is.EqualTo("m1"));
        Assert.That((await al.GetAsync($"{Models}?filter[where][name]=Bus"))!.AsArray(), Is.Empty);
        var (status, error) = await al.RefusalAsync(HttpMethod.Get, $"{Models}/common.Bus");
        Assert.That((status, (string?)error["code"]), Is.EqualTo((HttpStatusCode.NotFound, "MODEL_NOT_FOUND")));
        foreach (var missing in (HttpMethod[])[HttpMethod.Patch, HttpMethod.Put])
            Assert.That((await al.RefusalAsync(missing, $"{Models}/common.Bus", """{"name":"Bus"}""")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Facets_OfTheServer_GiveModelsWithWhatTheCanvasIncludes()
    {
        await using var al = await LoopBackWorkspace.StartAsync();

        var car = (await al.GetAsync("/Facets/server/models?filter[include]=properties&filter[include]=relations&filter[include]=methods"))![0]!;

        Assert.That(car["properties"]!.AsArray().Select(property => (string?)property!["id"]), Is.EqualTo(new[] { "common.Car.color", "common.Car.key", "common.Car.doors" }));
        Assert.That((car["relations"]!.AsArray().Count, car["methods"]!.AsArray().Count), Is.EqualTo((0, 0)));
        Assert.That((await al.GetAsync("/Facets/server/datasources"))![0]!["id"]!.GetValue<string>(), Is.EqualTo("server.db"));
        Assert.That((await al.GetAsync("/Facets/server/modelConfigs"))!.AsArray().Select(config => (string?)config!["id"]), Is.EqualTo(new[] { "server.Car" }));
        Assert.That((await al.GetAsync("/Facets/common/datasources"))!.AsArray(), Is.Empty);
        Assert.That((await al.RefusalAsync(HttpMethod.Get, "/Facets/client/models")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Reads_WithABrokenFile_Are422AndNameIt()
    {
        await using var al = await LoopBackWorkspace.StartAsync();
        var world = al.Environment.World;
        await world.UntilHeadAsync("al", await world.Forge.CommitAsync("customer-al", "dev", [ForgeFile.Text("common/models/car.json", "{ no json")], "Break it"));

        var (status, error) = await al.RefusalAsync(HttpMethod.Get, Models);

        Assert.That((status, (string?)error["details"]!["problems"]![0]!["file"]), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "dev/common/models/car.json")));
        Assert.That((await al.GetAsync("/DataSourceDefinitions"))!.AsArray(), Has.Count.EqualTo(1), "the others are not in its way");
    }

    [Test]
    public async Task IfMatch_OfAnEarlierRevision_Is412()
    {
        await using var al = await LoopBackWorkspace.StartAsync();
        using var read = await al.Client.GetAsync(LoopBackWorkspace.Api + Models);
        await al.AskAsync(HttpMethod.Post, Models, """{"name":"Wheel"}""");

        using var stale = await al.Client.SendAsync(HttpMethod.Post, LoopBackWorkspace.Api + Models, """{"name":"Bus"}""", read.Headers.ETag!.ToString());

        Assert.That(stale.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(stale.Revision(), Is.Not.EqualTo(read.Revision()));
    }
}
