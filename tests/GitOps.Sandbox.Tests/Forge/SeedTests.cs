using GitOps.Sandbox.Forge;

namespace GitOps.Sandbox.Tests.Forge;

internal sealed class SeedTests : ForgeFixture
{
    private static IEnumerable<ForgeSeed> Producers(int count) => Enumerable.Range(0, count).SelectMany(number => new ForgeSeed[]
    {
        new($"p-{number}", "dev", [ForgeFile.Text("lunchbadger.json", $"{{\"producer\":{number}}}"), ForgeFile.Text("server/model-config.json", "{}")]),
        new($"p-{number}", "functions", [ForgeFile.Text("f/serverless.yml", "service: f\n")]),
    });

    [Test]
    public async Task Seed_ManyRepositories_AreListedAndReadWithoutFilesOfTheirOwn()
    {
        Server.Forge.Seed(Producers(200));

        using var response = await Admin.GetAsync("repos/search?sort=updated&limit=50");
        Assert.That(response.Headers.GetValues("X-Total-Count"), Is.EqualTo(new[] { "401" }));
        Assert.That(await Admin.GetStringAsync("repos/p-17/dev/raw/lunchbadger.json"), Is.EqualTo("{\"producer\":17}"));
        var tree = await GetAsync(Admin, "repos/p-17/dev/git/trees/main?recursive=true");
        Assert.That(tree.GetProperty("tree").EnumerateArray().Select(entry => entry.GetProperty("path").GetString()), Is.EqualTo(new[] { "lunchbadger.json", "server", "server/model-config.json" }));
        Assert.That(Directory.GetDirectories(Path.Combine(DataDirectory, "repositories")), Is.Empty);
    }

    [Test]
    public async Task Seed_ThenCloneAndPush_WorksAsInAnyRepository()
    {
        Server.Forge.Seed(Producers(2));
        var git = await WorkingCopyAsync(CloneUrl("p-1/dev", "p-1", Server.Forge.CreateToken("p-1", "git")));
        await git.RunAsync("pull", "-q", "origin", "main");
        git.Write("lunchbadger.json", "{}");
        var commit = await git.CommitAsync("change");

        await git.RunAsync("push", "-q", "origin", "main");

        Assert.That(Server.Forge.Head("p-1", "dev"), Is.EqualTo(commit));
        Assert.That(await Admin.GetStringAsync("repos/p-1/dev/raw/lunchbadger.json"), Is.EqualTo("{}"));
        Assert.That(await Admin.GetStringAsync("repos/p-1/dev/raw/server/model-config.json"), Is.EqualTo("{}"));
    }

    [Test]
    public async Task Seed_AfterRestart_IsStillThere()
    {
        Server.Forge.Seed(Producers(2));

        await RestartAsync();

        Assert.That(await Admin.GetStringAsync("repos/p-0/functions/raw/f/serverless.yml"), Is.EqualTo("service: f\n"));
    }
}
