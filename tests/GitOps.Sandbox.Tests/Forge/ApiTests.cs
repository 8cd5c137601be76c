using System.Net.Http.Json;
using System.Text.Json;
using GitOps.Sandbox.Forge;

namespace GitOps.Sandbox.Tests.Forge;

internal sealed class ApiTests : ForgeFixture
{
    [Test]
    public async Task Search_ByUpdate_PutsTheRepositoryOfTheLastPushFirst()
    {
        Server.Forge.CreateRepository("al", "functions");
        await Server.Forge.CommitAsync("al", "dev", [ForgeFile.Text("a", "1")], "first");

        var found = await GetAsync(Admin, "repos/search?sort=updated&order=desc");

        Assert.That(found.GetProperty("data").GetArrayLength(), Is.EqualTo(2));
        var times = found.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("updated_at").GetDateTimeOffset()).ToArray();
        Assert.That(times, Is.Ordered.Descending);
    }

    [Test]
    public async Task Search_ByStranger_ShowsPublicRepositoriesAlone()
    {
        Server.Forge.CreateRepository("al", "open", isPrivate: false);
        using var nobody = Anonymous();

        var found = await GetAsync(nobody, "repos/search");

        Assert.That(found.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("name").GetString()), Is.EqualTo(new[] { "open" }));
    }

    [Test]
    public async Task Pages_FollowedByTheirLinks_ShowEveryUserOnce()
    {
        for (var number = 0; number < 120; number++)
        {
            Server.Forge.CreateUser($"user-{number:d3}");
        }

        var names = new List<string?>();
        for (string? next = "users/search?q=user-&limit=500"; next is not null;)
        {
            using var response = await Admin.GetAsync(next);
            var page = await response.Content.ReadFromJsonAsync<JsonElement>();
            names.AddRange(page.GetProperty("data").EnumerateArray().Select(user => user.GetProperty("login").GetString()));
            next = response.Headers.TryGetValues("Link", out var links)
                ? links.Single().Split(',').FirstOrDefault(link => link.Contains("next", StringComparison.Ordinal))?.Split('<', '>')[1]
                : null;
        }

        Assert.That(names, Has.Count.EqualTo(120).And.Unique.And.Ordered);
    }

    [Test]
    public async Task Contents_UpdatedByTwoFromTheSameVersion_OneWinsAndTheOtherIsTold()
    {
        await Server.Forge.CommitAsync("al", "dev", [ForgeFile.Text("a", "1")], "first");
        var sha = (await GetAsync(Admin, "repos/al/dev/contents/a")).GetProperty("sha").GetString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => Admin.PutAsJsonAsync(
            "repos/al/dev/contents/a", new { sha, content = Convert.ToBase64String([(byte)('a' + number)]), message = "mine" })));

        Assert.That(answers.Select(answer => (int)answer.StatusCode).Order(), Is.EqualTo(new[] { 200, 422, 422, 422 }));
        Assert.That((await GetAsync(Admin, "repos/al/dev/commits")).GetArrayLength(), Is.EqualTo(2));
    }

    [TestCase("../escape")]
    [TestCase(".git/config")]
    [TestCase("a//b")]
    public async Task Contents_WithAPathThatLeavesTheTree_IsRefused(string path)
    {
        using var answer = await Admin.PostAsJsonAsync("repos/al/dev/contents", new { message = "x", files = new[] { new { operation = "create", path, content = "eA==" } } });

        Assert.That((int)answer.StatusCode, Is.EqualTo(422));
        Assert.That(Server.Forge.Head("al", "dev"), Is.Null);
    }

    [Test]
    public async Task Contents_WithAPathDeeperThanAnyRealOne_IsRefused()
    {
        var path = string.Join('/', Enumerable.Repeat("a", 100_000));

        using var answer = await Admin.PostAsJsonAsync("repos/al/dev/contents", new { message = "x", files = new[] { new { operation = "create", path, content = "eA==" } } });

        Assert.That((int)answer.StatusCode, Is.EqualTo(422));
    }

    [Test]
    public async Task Contents_CommittedByTheApi_AreSoundForGit()
    {
        await Server.Forge.CommitAsync("al", "dev", [ForgeFile.Text("b/c/d", "1"), ForgeFile.Text("b.txt", "2"), ForgeFile.Text("b/e", "3")], "first");
        await Server.Forge.CommitAsync("al", "dev", [new ForgeFile("b/c/d", null), ForgeFile.Text("b-", "4")], "second");
        var git = await WorkingCopyAsync();

        await git.RunAsync("pull", "-q", "origin", "main");

        await git.RunAsync("fsck", "--strict");
        Assert.That(await git.RunAsync("ls-files"), Is.EqualTo("b-\nb.txt\nb/e\n"));
    }

    [Test]
    public async Task Status_OfSeveralContexts_CombinesToTheWorst()
    {
        var commit = await Server.Forge.CommitAsync("al", "dev", [ForgeFile.Text("a", "1")], "first");
        foreach (var (context, state) in new[] { ("one", "failure"), ("two", "pending"), ("one", "success") })
        {
            using var posted = await Admin.PostAsJsonAsync($"repos/al/dev/statuses/{commit}", new { state, context });
        }

        var combined = await GetAsync(Admin, $"repos/al/dev/commits/{commit}/status");

        Assert.That((combined.GetProperty("state").GetString(), combined.GetProperty("total_count").GetInt32()), Is.EqualTo(("pending", 2)));
    }

    [Test]
    public async Task Requests_AreCountedByRoute()
    {
        Server.Requests.Reset();

        await GetAsync(Admin, "repos/al/dev");
        await GetAsync(Admin, "repos/al/dev");

        Assert.That(Server.Requests.Counts, Is.EqualTo(new Dictionary<string, long> { ["GET /api/v1/repos/{owner}/{repo}"] = 2 }));
        Assert.That(Server.Requests.Api, Is.EqualTo(2));
    }

    [Test]
    public async Task Commits_OfAMergedHistory_AreAllThere()
    {
        var git = await WorkingCopyAsync();
        git.Write("a", "1\n2\n3\n");
        await git.CommitAsync("base");
        await git.RunAsync("checkout", "-q", "-b", "side");
        git.Write("b", "1");
        await git.CommitAsync("side");
        await git.RunAsync("checkout", "-q", "main");
        git.Write("a", "1\n2 and a half\n3\n4\n");
        await git.CommitAsync("main");
        await git.RunAsync("merge", "-q", "--no-ff", "-m", "merge", "side");
        await git.RunAsync("push", "-q", "origin", "main");

        var commits = (await GetAsync(Admin, "repos/al/dev/commits")).EnumerateArray().ToArray();

        Assert.That(commits.Select(commit => commit.GetProperty("sha").GetString()), Is.EquivalentTo((await git.RunAsync("rev-list", "HEAD")).Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        var stats = commits.Single(commit => commit.GetProperty("commit").GetProperty("message").GetString() == "main\n").GetProperty("stats");
        Assert.That((stats.GetProperty("additions").GetInt32(), stats.GetProperty("deletions").GetInt32()), Is.EqualTo((2, 1)));
    }
}
