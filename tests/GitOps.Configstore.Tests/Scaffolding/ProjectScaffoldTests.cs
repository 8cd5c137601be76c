using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GitOps.Configstore.Tests.World;
using GitOps.Gitea;
using GitOps.Model.Documents;
using GitOps.Testing.Faults;

namespace GitOps.Configstore.Tests.Scaffolding;

/// <summary>What an empty repository begins with when a producer or a project is made.</summary>
public sealed class ProjectScaffoldTests
{
    private static readonly string[] Expected =
        [".gitignore", "README.md", "lunchbadger.json", "package.json", "server/boot/authentication.js", "server/boot/root.js", "server/component-config.json",
            "server/config.json", "server/datasources.json", "server/middleware.json", "server/model-config.json", "server/server.js"];

    [Test]
    public async Task PostProducers_NewProducer_CommitsAProjectOnce()
    {
        await using var world = await GiteaAndConfigstore.StartAsync();

        for (var i = 0; i < 2; i++) (await world.Client.PostAsJsonAsync("/producers", new { id = "cy" })).Dispose();

        using var copy = await WorkingCopy.CloneAsync(world, "customer-cy/dev");
        Assert.That(await MessagesAsync(world, "customer-cy", "dev"), Is.EqualTo(new[] { "New LunchBadger project" }));
        Assert.That((await copy.GitAsync("ls-files")).Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EquivalentTo(Expected));
        Assert.That((string?)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(copy.Files, "package.json")))!["name"], Is.EqualTo("cy-dev"));
        var documents = EnvironmentDocuments.Read(await world.SnapshotAsync("cy"));
        Assert.That(documents.Problems.Problems, Is.Empty);
        using var project = await world.Client.GetAsync("/producers/cy/envs/dev/project-api/api/Projects/cy-dev");
        Assert.That((project.StatusCode, (string?)(await project.ReadJsonAsync())!["name"]), Is.EqualTo((HttpStatusCode.OK, "main")));
    }

    [Test]
    public async Task PostProducers_FourAtOnce_MakeOneCommit()
    {
        await using var world = await GiteaAndConfigstore.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.Client.PostAsJsonAsync("/producers", new { id = "cy" })));

        Assert.That(answers.Select(answer => answer.StatusCode), Is.All.EqualTo(HttpStatusCode.OK));
        Assert.That(await MessagesAsync(world, "customer-cy", "dev"), Is.EqualTo(new[] { "New LunchBadger project" }));
    }

    [Test]
    public async Task PostProducers_RepositoryWithACommit_IsLeftAlone()
    {
        await using var world = await GiteaAndConfigstore.StartAsync();
        world.AddProducer("al");
        var before = world.Forge.Head("customer-al", "dev");

        using var answer = await world.Client.PostAsJsonAsync("/producers", new { id = "al" });

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(world.Forge.Head("customer-al", "dev"), Is.EqualTo(before));
    }

    [Test]
    public async Task PostProducers_WithoutScaffold_LeavesTheRepositoryEmptyForAHistoryThatIsPushed()
    {
        await using var world = await GiteaAndConfigstore.StartAsync();

        (await world.Client.PostAsJsonAsync("/producers", new { id = "cy", scaffold = false })).Dispose();

        Assert.That(world.Forge.Head("customer-cy", "dev"), Is.Null);
    }

    [Test]
    public async Task PostProjects_NewProject_BeginsWithAProjectOfItsOwn()
    {
        await using var world = await GiteaAndConfigstore.StartAsync();
        (await world.Client.PostAsJsonAsync("/producers", new { id = "cy" })).Dispose();

        using var answer = await world.Client.PostAsJsonAsync("/producers/cy/projects", new { id = "shop" });

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync());
        Assert.That(await MessagesAsync(world, "customer-cy", "shop-dev"), Is.EqualTo(new[] { "New LunchBadger project" }));
    }

    [Test]
    public async Task PostProducers_CommitThatFails_IsMadeByTheNextOne()
    {
        await using var world = await GiteaAndConfigstore.StartAsync();
        world.Network.Faults.Add(Fault.Status(403).On("POST", "/api/v1/repos/customer-cy/dev/contents"));

        using var first = await world.Client.PostAsJsonAsync("/producers", new { id = "cy" });
        var afterFirst = world.Forge.Head("customer-cy", "dev");
        world.Network.Faults.Clear();
        using var second = await world.Client.PostAsJsonAsync("/producers", new { id = "cy" });

        Assert.That((first.StatusCode, second.StatusCode, afterFirst), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK, (string?)null)));
        Assert.That(await MessagesAsync(world, "customer-cy", "dev"), Is.EqualTo(new[] { "New LunchBadger project" }));
    }

    private static async Task<IReadOnlyList<string>> MessagesAsync(GiteaAndConfigstore world, string owner, string repository)
    {
        var messages = new List<string>();
        await foreach (var commit in world.Admin.Objects.StreamHistoryAsync(new RepositoryName(owner, repository), null, null, default)) messages.Add(commit.Details.Message.TrimEnd());
        return messages;
    }
}
