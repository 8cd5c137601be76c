using System.Net;
using System.Net.Http.Json;
using GitOps.Configstore.Tests.World;
using GitOps.Model.Api;
using GitOps.Model.Snapshots;
using GitOps.Sandbox.Forge;
using GitOps.Testing;
using GitOps.Testing.Faults;

namespace GitOps.Configstore.Tests;

/// <summary>Branches <c>env/…</c> are environments, repositories <c>…-dev</c> and <c>…-functions</c> are projects.</summary>
public sealed class EnvironmentTests
{
    private GiteaAndConfigstore _world = null!;
    private WorkingCopy _dev = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _world = await GiteaAndConfigstore.PrepareAsync(("MAX_ENVIRONMENTS", "3"), ("MAX_PROJECTS", "2"));
        _world.AddProducer("al");
        _world.AddProducer("bo");
        await _world.StartConfigstoreAsync();
        await _world.UntilListedAsync();
        _dev = await WorkingCopy.CloneAsync(_world, "customer-al/dev");
    }

    [TearDown]
    public async Task StopAsync()
    {
        _dev.Dispose();
        await _world.DisposeAsync();
    }

    [Test]
    public async Task Branch_Pushed_IsAnEnvironmentOfItsOwn()
    {
        await using var stream = await EventStream.OpenAsync(_world.Url, "/change-stream/al");
        var commit = await PushAsync("env/staging", "staging");

        await UntilKeysAreAsync("al/main/dev", "al/main/staging", "bo/main/dev");
        var snapshot = await _world.Client.GetFromJsonAsync("/producers/al/envs/staging", ApiJson.Default.EnvironmentSnapshot);
        Assert.Multiple(() =>
        {
            Assert.That(snapshot!.Key.ToString(), Is.EqualTo("al/main/staging"));
            Assert.That(snapshot.Revision, Is.EqualTo(new Revision(commit, Revision.NoCommit)), "the functions have no such branch");
            Assert.That(snapshot.Dev.Branch, Is.EqualTo("env/staging"));
            Assert.That(snapshot.Dev.Documents["lunchbadger.json"], Is.EqualTo(GiteaAndConfigstore.Document("staging")));
        });
        await Eventually.That(
            () => stream.Of(ChangeStreamEvents.Head, ApiJson.Default.EnvironmentHead).Select(head => head.Key.ToString()),
            Has.Member("al/main/staging"));
        Assert.That((await _world.SnapshotAsync("al")).Dev.Documents["lunchbadger.json"], Is.EqualTo(GiteaAndConfigstore.Document("al")));
    }

    [Test]
    public async Task Branch_OfTheFunctions_JoinsTheEnvironment()
    {
        using var functions = await WorkingCopy.CloneAsync(_world, "customer-al/functions");
        await PushAsync("env/staging", "staging");
        await functions.GitAsync("checkout", "-q", "-b", "env/staging");
        var commit = await functions.PushAsync();

        await Eventually.That(async () => (await HeadAsync("al/main/staging"))?.Revision.Functions, Is.EqualTo(commit));
    }

    [Test]
    public async Task Branch_OfTheFunctionsAlone_MakesNoEnvironment()
    {
        using var functions = await WorkingCopy.CloneAsync(_world, "customer-al/functions");
        await functions.GitAsync("checkout", "-q", "-b", "env/early");
        await functions.PushAsync();
        await PushAsync("env/staging", "staging");

        await UntilKeysAreAsync("al/main/dev", "al/main/staging", "bo/main/dev");
    }

    [Test]
    public async Task Branch_MergedInto_MovesTheEnvironment()
    {
        await PushAsync("env/staging", "staging");
        await UntilKeysAreAsync("al/main/dev", "al/main/staging", "bo/main/dev");

        await _dev.GitAsync("checkout", "-q", "main");
        await _dev.GitAsync("merge", "-q", "env/staging");
        await _dev.GitAsync("push", "-q", "origin", "main");

        var merged = (await _dev.GitAsync("rev-parse", "HEAD")).Trim();
        await _world.UntilHeadAsync("al", merged);
        Assert.That((await HeadAsync("al/main/staging"))!.Revision.Dev, Is.EqualTo(merged));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Branch_Deleted_RemovesItsEnvironmentAlone(bool webhooksArrive)
    {
        await PushAsync("env/staging", "staging");
        await PushAsync("env/qa", "qa");
        await UntilKeysAreAsync("al/main/dev", "al/main/qa", "al/main/staging", "bo/main/dev");
        if (!webhooksArrive) await LoseWebhooksAsync();
        await using var stream = await EventStream.OpenAsync(_world.Url);

        await _dev.GitAsync("push", "-q", "origin", "--delete", "env/staging");

        await UntilKeysAreAsync("al/main/dev", "al/main/qa", "bo/main/dev");
        using var answer = await _world.Client.GetAsync("/producers/al/envs/staging");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        await Eventually.That(
            () => stream.Of(ChangeStreamEvents.Removed, ApiJson.Default.EnvironmentHead).Select(head => head.Key.ToString()),
            Is.EqualTo(new[] { "al/main/staging" }));
    }

    [Test]
    public async Task Branch_PushedWhileWebhooksAreLost_IsFoundByTheScan()
    {
        await LoseWebhooksAsync();
        await PushAsync("env/staging", "staging");
        await UntilKeysAreAsync("al/main/dev", "al/main/staging", "bo/main/dev");

        var moved = await PushAsync("env/staging", "moved");

        await Eventually.That(async () => (await HeadAsync("al/main/staging"))!.Revision.Dev, Is.EqualTo(moved));
    }

    [Test]
    public async Task Branch_NotListedThoughItExists_KeepsItsEnvironment()
    {
        await PushAsync("env/staging", "staging");
        await UntilKeysAreAsync("al/main/dev", "al/main/staging", "bo/main/dev");
        _world.Network.Faults.Add(Fault.RewriteBody(body => body.Replace("refs/heads/env/staging", "refs/heads/hidden", StringComparison.Ordinal)).On("GET", "/api/v1/repos/customer-al/dev/git/refs/heads"));

        await _dev.GitAsync("checkout", "-q", "main");
        await _world.UntilHeadAsync("al", await _dev.PushAsync());

        await Consistently.That(async () => await KeysAsync(), Has.Member("al/main/staging"), during: TimeSpan.FromSeconds(2));
    }

    [Test]
    public async Task Branch_ThatCannotBeRead_KeepsItsEnvironment()
    {
        await PushAsync("env/staging", "staging");
        await UntilKeysAreAsync("al/main/dev", "al/main/staging", "bo/main/dev");
        _world.Network.Faults.Add(Fault.Status(500, "{}").On("GET", "/api/v1/repos/customer-al/dev/git/refs/*"));

        await _dev.GitAsync("push", "-q", "origin", "--delete", "env/staging");

        await Consistently.That(async () => await KeysAsync(), Has.Member("al/main/staging"), during: TimeSpan.FromSeconds(2));
        _world.Network.Faults.Clear();
        await UntilKeysAreAsync("al/main/dev", "bo/main/dev");
    }

    [Test]
    public async Task Environments_SurviveARestart()
    {
        await PushAsync("env/staging", "staging");
        await UntilKeysAreAsync("al/main/dev", "al/main/staging", "bo/main/dev");
        await _world.StopConfigstoreAsync();
        _world.Network.Faults.Add(Fault.Status(503, "{}"));

        await _world.StartConfigstoreAsync();

        await _world.UntilListedAsync();
        Assert.That(await KeysAsync(), Is.EqualTo(new[] { "al/main/dev", "al/main/staging", "bo/main/dev" }));
    }

    [TestCase("env/dev")]
    [TestCase("env/Upper")]
    [TestCase("env/nested/name")]
    [TestCase("env/name-that-is-too-long")]
    [TestCase("env/-x")]
    public async Task Branch_WithAnImpossibleName_IsNoEnvironmentAndSaid(string branch)
    {
        await _dev.GitAsync("checkout", "-q", "-b", "work");
        await _dev.PushAsync();
        await _dev.GitAsync("push", "-q", "origin", $"HEAD:refs/heads/{branch}");
        await PushAsync("env/staging", "staging");

        await UntilKeysAreAsync("al/main/dev", "al/main/staging", "bo/main/dev");
        await Eventually.That(async () => await _world.Client.GetStringAsync("/producers/al"), Does.Contain($"No environments: '{branch}'".Replace("'", "\\u0027", StringComparison.Ordinal)));
    }

    [Test]
    public async Task Branches_OneTooMany_KeepsThoseThatAreThere()
    {
        foreach (var name in (string[])["b1", "b2", "b3"]) await PushAsync($"env/{name}", name);
        await UntilKeysAreAsync("al/main/b1", "al/main/b2", "al/main/b3", "al/main/dev", "bo/main/dev");

        await PushAsync("env/a0", "a0");

        await Eventually.That(async () => await _world.Client.GetStringAsync("/producers/al"), Does.Contain("a project may have 3 environments beside dev"));
        Assert.That(await KeysAsync(), Is.EqualTo(new[] { "al/main/b1", "al/main/b2", "al/main/b3", "al/main/dev", "bo/main/dev" }));
    }

    [Test]
    public async Task DefaultBranch_ThatWasAnEnvironments_IsDevAndNothingElse()
    {
        var commit = await PushAsync("env/staging", "staging");
        await UntilKeysAreAsync("al/main/dev", "al/main/staging", "bo/main/dev");

        await _world.Admin.Repositories.EditAsync(new("customer-al", "dev"), new() { DefaultBranch = "env/staging" }, default);

        await _world.UntilHeadAsync("al", commit);
        await UntilKeysAreAsync("al/main/dev", "bo/main/dev");
    }

    [Test]
    public async Task Repositories_OfAProject_AreAnEnvironmentOfTheirOwn()
    {
        AddProject("shop");

        await UntilKeysAreAsync("al/main/dev", "al/shop/dev", "bo/main/dev");
        // A scan may meet the repository before its first commit.
        var snapshot = await Eventually.That(
            () => _world.Client.GetFromJsonAsync("/producers/al/projects/shop/envs/dev", ApiJson.Default.EnvironmentSnapshot),
            Has.Property(nameof(EnvironmentSnapshot.Dev)).Property(nameof(RepositorySnapshot.Documents)).Not.Empty,
            "the project's repository is served with its first commit");
        Assert.Multiple(() =>
        {
            Assert.That(snapshot!.Dev.FullName, Is.EqualTo("customer-al/shop-dev"));
            Assert.That(snapshot.Functions.FullName, Is.EqualTo("customer-al/shop-functions"));
            Assert.That(snapshot.Dev.Documents["lunchbadger.json"], Is.EqualTo(GiteaAndConfigstore.Document("shop")));
        });
    }

    [Test]
    public async Task PostProject_MakesItsRepositoriesOnce()
    {
        for (var i = 0; i < 2; i++)
        {
            using var answer = await _world.Client.PostAsJsonAsync("/producers/al/projects", new { id = "shop" });
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }

        var heads = await _world.Client.GetFromJsonAsync<EnvironmentHead[]>("/producers/al/envs");
        Assert.That(heads!.Select(head => head.Key.ToString()), Is.EqualTo(new[] { "al/main/dev", "al/shop/dev" }));
        Assert.That(await _world.Admin.Repositories.FindAsync(new("customer-al", "shop-functions"), default), Is.Not.Null);
    }

    [TestCase("main-Upper", HttpStatusCode.BadRequest)]
    [TestCase("../x", HttpStatusCode.BadRequest)]
    public async Task PostProject_WithAnImpossibleName_IsRefused(string id, HttpStatusCode status)
    {
        using var answer = await _world.Client.PostAsJsonAsync("/producers/al/projects", new { id });

        Assert.That(answer.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task Repositories_OfAProject_Deleted_AreGone()
    {
        AddProject("shop");
        await UntilKeysAreAsync("al/main/dev", "al/shop/dev", "bo/main/dev");

        await _world.Admin.Repositories.DeleteAsync(new("customer-al", "shop-functions"), default);
        await Eventually.That(async () => (await HeadAsync("al/shop/dev"))?.Missing, Is.EqualTo(new[] { RepositoryRole.Functions }));
        await _world.Admin.Repositories.DeleteAsync(new("customer-al", "shop-dev"), default);

        await UntilKeysAreAsync("al/main/dev", "bo/main/dev");
    }

    [Test]
    public async Task Repositories_NamedLikeMainsOrOneTooMany_AreNoProject()
    {
        AddProject("main");
        AddProject("a");
        AddProject("b");
        await UntilKeysAreAsync("al/a/dev", "al/b/dev", "al/main/dev", "bo/main/dev");

        AddProject("c");
        AddProject("Upper");

        await Consistently.That(async () => await KeysAsync(), Is.EqualTo(new[] { "al/a/dev", "al/b/dev", "al/main/dev", "bo/main/dev" }), during: TimeSpan.FromSeconds(2));
    }

    private void AddProject(string project)
    {
        _world.Forge.CreateRepository("customer-al", $"{project}-dev", [ForgeFile.Text("lunchbadger.json", GiteaAndConfigstore.Document(project))]);
        _world.Forge.CreateRepository("customer-al", $"{project}-functions", [ForgeFile.Text("README.md", project)]);
    }

    private async Task<string> PushAsync(string branch, string content)
    {
        await _dev.GitAsync("checkout", "-q", "-B", branch);
        _dev.Write("lunchbadger.json", GiteaAndConfigstore.Document(content));
        return await _dev.PushAsync();
    }

    /// <summary>From now on no delivery is taken: each is larger than allowed.</summary>
    private async Task LoseWebhooksAsync()
    {
        await _world.StopConfigstoreAsync();
        await _world.StartConfigstoreAsync(("WEBHOOK_MAX_BYTES", "1024"));
        await _world.UntilListedAsync();
    }

    private async Task<string[]> KeysAsync() => [.. (await _world.AllHeadsAsync()).Select(head => head.Key.ToString())];

    private async Task<EnvironmentHead?> HeadAsync(string key) => (await _world.AllHeadsAsync()).FirstOrDefault(head => head.Key.ToString() == key);

    private async Task UntilKeysAreAsync(params string[] keys) => await Eventually.That(async () => await KeysAsync(), Is.EqualTo(keys));
}
