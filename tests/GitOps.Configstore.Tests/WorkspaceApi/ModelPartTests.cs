using System.Net;
using GitOps.Configstore.Tests.World;

namespace GitOps.Configstore.Tests.WorkspaceApi;

/// <summary>Properties, relations and methods: entities of their own, kept in their model's file.</summary>
public sealed class ModelPartTests
{
    [Test]
    public async Task Reads_OfProperties_ExpandWhatTheFileSaysShort()
    {
        await using var al = await LoopBackWorkspace.StartAsync();

        Assert.That((string?)(await al.GetAsync("/ModelProperties/common.Car.doors"))!["type"], Is.EqualTo("number"));
        var key = (await al.GetAsync("/ModelProperties/server.Car.key"))!;
        Assert.That(((string?)key["id"], (string?)key["modelId"], (string?)key["name"], (bool?)key["isId"]), Is.EqualTo(("common.Car.key", "common.Car", "key", true)));
        Assert.That((int?)(await al.GetAsync("/ModelDefinitions/common.Car/properties/count"))!["count"], Is.EqualTo(3));
    }

    [Test]
    public async Task Post_ArrayOfProperties_IsOneCommitAndKeepsEveryOtherByte()
    {
        await using var al = await LoopBackWorkspace.StartAsync();

        var made = await al.AskAsync(
            HttpMethod.Post, "/ModelProperties", """[{"modelId":"server.Car","facetName":"server","name":"weight","type":"number","isId":false},{"modelId":"server.Car","name":"tags","type":["string"]}]""");

        Assert.That(made!.AsArray().Select(property => (string?)property!["id"]), Is.EqualTo(new[] { "common.Car.weight", "common.Car.tags" }));
        Assert.That(
            await al.Environment.ReadAsync("common/models/car.json"),
            Is.EqualTo(LoopBackWorkspace.Car.Replace(
                "\"doors\": \"number\"\n",
                "\"doors\": \"number\",\n    \"weight\": {\n      \"type\": \"number\",\n      \"id\": false\n    },\n    \"tags\": {\n      \"type\": [\n        \"string\"\n      ]\n    }\n",
                StringComparison.Ordinal)));
        Assert.That(await al.LastMessageAsync(), Is.EqualTo("Add property weight of model Car; Add property tags of model Car"));
    }

    [Test]
    public async Task Patch_OneProperty_KeepsItsOtherMembersAndTheShortForm()
    {
        await using var al = await LoopBackWorkspace.StartAsync();

        await al.AskAsync(HttpMethod.Patch, "/ModelProperties/common.Car.color", """{"required":true}""");
        await al.AskAsync(HttpMethod.Patch, "/ModelProperties/common.Car.doors", """{"type":"string"}""");

        Assert.That(
            await al.Environment.ReadAsync("common/models/car.json"),
            Is.EqualTo(LoopBackWorkspace.Car
                .Replace("\"x-order\": 1.0 }", "\"x-order\": 1.0, \"required\": true }", StringComparison.Ordinal)
                .Replace("\"doors\": \"number\"", "\"doors\": \"string\"", StringComparison.Ordinal)));
    }

    [Test]
    public async Task Patch_AnotherName_RenamesThePropertyInItsPlace()
    {
        await using var al = await LoopBackWorkspace.StartAsync();

        var renamed = await al.AskAsync(HttpMethod.Patch, "/ModelProperties/common.Car.color", """{"name":"paint"}""");

        Assert.That((string?)renamed!["id"], Is.EqualTo("common.Car.paint"));
        Assert.That((await al.GetAsync("/ModelDefinitions/common.Car/properties"))!.AsArray().Select(property => (string?)property!["name"]), Is.EqualTo(new[] { "paint", "key", "doors" }));
    }

    [Test]
    public async Task Delete_AllOfAModel_LeavesTheModel()
    {
        await using var al = await LoopBackWorkspace.StartAsync();

        await al.AskAsync(HttpMethod.Delete, "/ModelDefinitions/server.Car/properties");
        await al.AskAsync(HttpMethod.Delete, "/ModelDefinitions/server.Car/properties");

        Assert.That(await al.Environment.ReadAsync("common/models/car.json"), Does.Contain("\"properties\": {}"));
        Assert.That((await al.RefusalAsync(HttpMethod.Delete, "/ModelDefinitions/server.Bus/properties")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Nested_Routes_AddChangeAndDeleteOne()
    {
        await using var al = await LoopBackWorkspace.StartAsync();
        const string relations = "/ModelDefinitions/common.Car/relations";

        await al.AskAsync(HttpMethod.Post, relations, """{"name":"owner","type":"belongsTo","model":"Person"}""");
        await al.AskAsync(HttpMethod.Put, $"{relations}/owner", """{"foreignKey":"ownerId"}""");
        var owner = (await al.GetAsync($"{relations}/common.Car.owner"))!;
        await al.AskAsync(HttpMethod.Delete, $"{relations}/owner");

        Assert.That(((string?)owner["type"], (string?)owner["model"], (string?)owner["foreignKey"]), Is.EqualTo(("belongsTo", "Person", "ownerId")));
        Assert.That((await al.RefusalAsync(HttpMethod.Get, $"{relations}/owner")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await al.RefusalAsync(HttpMethod.Delete, $"{relations}/owner")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Methods_OfInstances_StandUnderPrototype()
    {
        await using var al = await LoopBackWorkspace.StartAsync();

        await al.AskAsync(HttpMethod.Post, "/ModelMethods", """[{"modelId":"common.Car","name":"park","isStatic":false,"http":{"verb":"post"}},{"modelId":"common.Car","name":"count2","isStatic":true}]""");

        var park = (await al.GetAsync("/ModelMethods/common.Car.park"))!;
        Assert.That(((string?)park["id"], (string?)park["name"], (bool?)park["isStatic"]), Is.EqualTo(("common.Car.prototype.park", "park", false)));
        var file = await al.Environment.ReadAsync("common/models/car.json");
        Assert.That(file, Does.Contain("\"prototype.park\"").And.Contain("\"count2\"").And.Not.Contains("isStatic"));
    }

    [Test]
    public async Task Post_RelationWithoutAModelsName_IsTakenAsLoopBackFindsItByTheRelations()
    {
        await using var al = await LoopBackWorkspace.StartAsync();

        var made = await al.AskAsync(HttpMethod.Post, "/ModelRelations", """{"modelId":"common.Car","name":"wheels","type":"hasMany","model":""}""");

        Assert.That((string?)made!["id"], Is.EqualTo("common.Car.wheels"));
    }

    [TestCase("/ModelProperties", """{"modelId":"common.Car","name":"color","type":"string"}""", 422)]
    [TestCase("/ModelProperties", """{"modelId":"common.Car","name":"__proto__","type":"string"}""", 422)]
    [TestCase("/ModelProperties", """{"modelId":"common.Car","name":"x"}""", 422)]
    [TestCase("/ModelProperties", """{"modelId":"common.Car","type":"string"}""", 422)]
    [TestCase("/ModelProperties", """{"name":"x","type":"string"}""", 422)]
    [TestCase("/ModelProperties", """{"modelId":"common.Bus","name":"x","type":"string"}""", 404)]
    [TestCase("/ModelProperties", """[{"modelId":"common.Car","name":"x","type":"string"},{"modelId":"common.Car","name":"y","type":7}]""", 422)]
    [TestCase("/ModelProperties", "[7]", 400)]
    [TestCase("/ModelRelations", """{"modelId":"common.Car","name":"x","type":"owns","model":"Car"}""", 422)]
    [TestCase("/ModelMethods", """{"modelId":"common.Car","name":"x","accepts":7}""", 422)]
    public async Task Post_PartThatCannotBe_IsRefusedAndChangesNothing(string path, string body, int status)
    {
        await using var al = await LoopBackWorkspace.StartAsync();

        var (refused, error) = await al.RefusalAsync(HttpMethod.Post, path, body);

        Assert.That((int)refused, Is.EqualTo(status), error.ToJsonString());
        Assert.That(await al.Environment.ReadAsync("common/models/car.json"), Is.EqualTo(LoopBackWorkspace.Car));
    }
}
