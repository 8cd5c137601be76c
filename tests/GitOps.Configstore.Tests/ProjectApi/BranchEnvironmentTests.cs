using System.Net;
using System.Text.Json.Nodes;
using GitOps.Configstore.Tests.World;
using GitOps.Gitea;
using GitOps.Gitea.Branches;
using GitOps.Sandbox.Forge;
using GitOps.Testing;

namespace GitOps.Configstore.Tests.ProjectApi;

/// <summary>The project of an environment that is a branch: written there, and nowhere else.</summary>
public sealed class BranchEnvironmentTests
{
    private const string Test = "/producers/al/envs/test";

    private static readonly RepositoryName Dev = new("customer-al", "dev");

    [Test]
    public async Task Post_ToABranchsEnvironment_CommitsToThatBranchOnly()
    {
        await using var al = await StartAsync();
        var before = al.World.Forge.Head("customer-al", "dev");

        using var made = await al.World.Client.SendAsync(HttpMethod.Post, $"{Test}/project/states", """{"key":"a"}""");

        Assert.That(made.StatusCode, Is.EqualTo(HttpStatusCode.Created), await made.Content.ReadAsStringAsync());
        Assert.That(al.World.Forge.Head("customer-al", "dev"), Is.EqualTo(before));
        Assert.That(made.Revision(), Does.StartWith(al.World.Forge.Head("customer-al", "dev", "env/test")!));
        var states = JsonNode.Parse(await al.World.Client.GetStringAsync($"{Test}/project/states"))!.AsArray();
        Assert.That(states, Has.Count.EqualTo(2));
        Assert.That(JsonNode.Parse(await al.World.Client.GetStringAsync("/producers/al/envs/dev/project/states"))!.AsArray(), Has.Count.EqualTo(1));
    }

    [TestCase("al-test")]
    [TestCase("al-dev")]
    public async Task Canvas_OfABranchsEnvironment_FindsAndSavesTheProjectThatWasBranched(string id)
    {
        await using var al = await StartAsync();

        using var loaded = await al.World.Client.GetAsync($"{Test}/project-api/api/Projects/{id}");
        using var saved = await al.World.Client.SendAsync(HttpMethod.Patch, $"{Test}/project-api/api/Projects", $$"""{"id":"{{id}}","zoom":3}""");

        Assert.That(loaded.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(saved.StatusCode, Is.EqualTo(HttpStatusCode.OK), await saved.Content.ReadAsStringAsync());
        var content = (await al.World.Admin.Contents.GetRawAsync(Dev, "lunchbadger.json", "env/test", null, default))!.Content;
        Assert.That(
            System.Text.Encoding.UTF8.GetString(content.Span),
            Is.EqualTo(EditableEnvironment.Wrap(SampleProject.Text).Replace("1.50", "3", StringComparison.Ordinal)),
            "the name that the branch has it under stays, so that promotion is a merge");
    }

    [Test]
    public async Task Patch_FilesOfARepositoryWithoutTheBranch_Is409AndSaysSo()
    {
        await using var al = await StartAsync();
        await al.World.Forge.CommitAsync("customer-al", "functions", [ForgeFile.Text("a/serverless.yml", "service: a\n")], "First");

        using var answer = await al.World.Client.SendAsync(HttpMethod.Patch, $"{Test}/files", """{"functions/b/serverless.yml":"service: b\n"}""", "*");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Conflict), await answer.Content.ReadAsStringAsync());
        Assert.That((string)(await answer.ReadJsonAsync())!["detail"]!, Does.Contain("has no branch 'env/test'"));
    }

    private static async Task<EditableEnvironment> StartAsync()
    {
        var al = await EditableEnvironment.StartAsync(SampleProject.Text);
        await al.World.Admin.Branches.CreateAsync(Dev, new NewBranch("env/test"), default);
        await Eventually.That(async () => (await al.World.Client.GetAsync($"{Test}/project")).StatusCode, Is.EqualTo(HttpStatusCode.OK), "the branch's environment is there");
        return al;
    }
}
