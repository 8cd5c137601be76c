using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GitOps.Configstore.Tests.World;
using GitOps.Testing.Workspaces;

namespace GitOps.Configstore.Tests.WorkspaceApi;

/// <summary>What is made here starts in the real LoopBack 3 and is served by it.</summary>
public sealed class RealLoopBackTests
{
    private const string Api = "/producers/cy/envs/dev/workspace-api/api";

    [Test]
    public async Task NewProject_ThenWhatTheWorkspaceApiMakes_IsServedByLoopBack()
    {
        await using var world = await GiteaAndConfigstore.StartAsync();
        (await world.Client.PostAsJsonAsync("/producers", new { id = "cy" })).Dispose();
        using (var copy = await WorkingCopy.CloneAsync(world, "customer-cy/dev"))
        {
            await using var blank = await LoopBackProject.StartAsync(copy.Files);
            Assert.That((await blank.Client.GetAsync("/explorer/")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(JsonNode.Parse(await blank.Client.GetStringAsync("/explorer/swagger.json"))!["paths"]!.AsObject(), Is.Empty, "users are private until somebody makes them public");
        }

        await MakeShopAsync(world);

        using var clone = await WorkingCopy.CloneAsync(world, "customer-cy/dev");
        await using var project = await LoopBackProject.StartAsync(clone.Files);
        var part = await PostAsync(project, "/api/Parts", """{"label":"wheel"}""");
        var car = await PostAsync(project, "/api/Cars", $$"""{"color":"red","partId":{{part["id"]}}}""");
        using var invalid = await project.Client.PostAsJsonAsync("/api/Cars", new { });
        Assert.That((string?)JsonNode.Parse(await project.Client.GetStringAsync("/api/Cars"))![0]!["color"], Is.EqualTo("red"));
        Assert.That(invalid.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity), "color is required");
        Assert.That((string?)JsonNode.Parse(await project.Client.GetStringAsync($"/api/Cars/{car["id"]}/part"))!["label"], Is.EqualTo("wheel"), "the relation leads there");
        Assert.That((string?)JsonNode.Parse(await project.Client.GetStringAsync("/api/Cars/hello?name=Cy"))!["greeting"], Is.EqualTo("Hello, Cy"), "the remote method runs");
        var paths = JsonNode.Parse(await project.Client.GetStringAsync("/explorer/swagger.json"))!["paths"]!.AsObject().Select(path => path.Key).ToList();
        Assert.That(paths, Has.Member("/Cars").And.Member("/Cars/hello").And.Member("/Cars/{id}/part"));
    }

    [Test]
    public async Task RenamedModel_IsServedUnderItsNewName()
    {
        await using var world = await GiteaAndConfigstore.StartAsync();
        (await world.Client.PostAsJsonAsync("/producers", new { id = "cy" })).Dispose();
        await MakeShopAsync(world);

        await AskAsync(world, HttpMethod.Patch, "/ModelDefinitions/common.Part", """{"name":"Piece","plural":"Pieces"}""");
        await AskAsync(world, HttpMethod.Patch, "/DataSourceDefinitions/server.shop", """{"name":"store"}""");

        using var clone = await WorkingCopy.CloneAsync(world, "customer-cy/dev");
        await using var project = await LoopBackProject.StartAsync(clone.Files);
        var piece = await PostAsync(project, "/api/Pieces", """{"label":"wheel"}""");
        var car = await PostAsync(project, "/api/Cars", $$"""{"color":"red","partId":{{piece["id"]}}}""");
        Assert.That((string?)JsonNode.Parse(await project.Client.GetStringAsync($"/api/Cars/{car["id"]}/part"))!["label"], Is.EqualTo("wheel"));
        Assert.That((await project.Client.GetAsync("/api/Parts")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    /// <summary>The one test that asks the registry of packages: whether a tenant's <c>npm install</c> gives something that starts.</summary>
    [Test]
    public async Task NewProjectWithADataSource_InstalledByItsOwnPackageJson_Starts()
    {
        await using var world = await GiteaAndConfigstore.StartAsync();
        (await world.Client.PostAsJsonAsync("/producers", new { id = "cy" })).Dispose();
        await AskAsync(world, HttpMethod.Post, "/DataSourceDefinitions", """{"name":"mirror","connector":"rest","baseURL":"http://127.0.0.1:9/"}""");
        using var copy = await WorkingCopy.CloneAsync(world, "customer-cy/dev");

        var (exitCode, output) = await LoopBackProject.InstallAsync(copy.Files);
        if (exitCode != 0 && IsUnreachable(output)) Assert.Ignore($"npm reaches no registry here: {output}");

        Assert.That(exitCode, Is.Zero, output);
        await using var project = await LoopBackProject.StartAsync(copy.Files);
        Assert.That((await project.Client.GetAsync("/explorer/")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private static async Task MakeShopAsync(GiteaAndConfigstore world)
    {
        await AskAsync(world, HttpMethod.Post, "/DataSourceDefinitions", """{"name":"shop","facetName":"server","connector":"memory"}""");
        await AskAsync(world, HttpMethod.Post, "/ModelDefinitions", """[{"name":"Car","facetName":"server","plural":"Cars"},{"name":"Part","facetName":"common","plural":"Parts"}]""");
        await AskAsync(world, HttpMethod.Post, "/ModelConfigs", """[{"name":"Car","facetName":"server","dataSource":"shop","public":true},{"name":"Part","facetName":"server","dataSource":"shop","public":true}]""");
        await AskAsync(world, HttpMethod.Post, "/ModelProperties", """[{"modelId":"server.Car","name":"color","type":"string","required":true},{"modelId":"common.Part","name":"label","type":"string"}]""");
        await AskAsync(world, HttpMethod.Post, "/ModelRelations", """{"modelId":"server.Car","name":"part","type":"belongsTo","model":"Part","foreignKey":"partId"}""");
        await AskAsync(world, HttpMethod.Post, "/ModelMethods", """{"modelId":"server.Car","name":"hello","isStatic":true,"accepts":[{"arg":"name","type":"string"}],"returns":[{"arg":"greeting","type":"string"}],"http":{"path":"/hello","verb":"get"}}""");
        using var code = await world.Client.SendAsync(
            HttpMethod.Patch,
            "/producers/cy/envs/dev/files",
            new JsonObject { ["dev/server/models/car.js"] = "module.exports = Car => { Car.hello = async name => `Hello, ${name}`; };\n" }.ToJsonString(),
            ifMatch: "*");
        Assert.That(code.IsSuccessStatusCode, Is.True, await code.Content.ReadAsStringAsync());
    }

    private static async Task AskAsync(GiteaAndConfigstore world, HttpMethod method, string path, string body)
    {
        using var answer = await world.Client.SendAsync(method, Api + path, body);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync());
    }

    private static async Task<JsonNode> PostAsync(LoopBackProject project, string path, string body)
    {
        using var answer = await project.Client.SendAsync(HttpMethod.Post, path, body);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), $"{await answer.Content.ReadAsStringAsync()} {project.Output}");
        return (await answer.ReadJsonAsync())!;
    }

    private static bool IsUnreachable(string output) =>
        !string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase)
        && ((string[])["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT", "ENETUNREACH"]).Any(code => output.Contains(code, StringComparison.Ordinal));
}
