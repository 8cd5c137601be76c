using System.Net;
using GitOps.Configstore.Scanning;
using GitOps.Configstore.Tests.World;
using GitOps.Gitea.Repositories;
using GitOps.Model.Api;
using GitOps.Model.Snapshots;
using GitOps.Testing;
using GitOps.Testing.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace GitOps.Configstore.Tests;

/// <summary>What people do to their repositories in Gitea.</summary>
public sealed class RepositoryChangeTests
{
    private GiteaAndConfigstore _world = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _world = await GiteaAndConfigstore.PrepareAsync();
        _world.AddProducer("al");
        _world.AddProducer("bo");
        await _world.StartConfigstoreAsync();
        await _world.UntilListedAsync();
    }

    [TearDown]
    public async Task StopAsync() => await _world.DisposeAsync();

    [Test]
    public async Task ForcePush_ToAnOlderCommit_IsFollowed()
    {
        using var copy = await WorkingCopy.CloneAsync(_world, "customer-al/dev");
        var first = (await copy.GitAsync("rev-parse", "HEAD")).Trim();
        copy.Write("lunchbadger.json", "{\"later\":1}");
        await _world.UntilHeadAsync("al", await copy.PushAsync());

        await copy.GitAsync("push", "-q", "--force", "origin", $"{first}:main");

        await _world.UntilHeadAsync("al", first);
        Assert.That((await _world.SnapshotAsync("al")).Dev.Documents["lunchbadger.json"], Is.EqualTo(GiteaAndConfigstore.Document("al")));
    }

    [Test]
    public async Task DefaultBranch_ChangedToAnother_IsFollowed()
    {
        using var copy = await WorkingCopy.CloneAsync(_world, "customer-al/dev");
        await copy.GitAsync("checkout", "-q", "-b", "next");
        copy.Write("lunchbadger.json", "{\"next\":1}");
        var commit = await copy.PushAsync();

        await _world.Admin.Repositories.EditAsync(new("customer-al", "dev"), new RepositoryEdit { DefaultBranch = "next" }, default);

        await _world.UntilHeadAsync("al", commit);
    }

    [Test]
    public async Task Observe_ListedAsEmptyBeforeThePushThatIsKnown_KeepsTheHead()
    {
        var before = (await _world.HeadsAsync())["al"].Revision;
        var listed = await _world.Admin.Repositories.GetAsync(new("customer-al", "dev"), default) with { Empty = true };

        await _world.Configstore.Services.GetRequiredService<RepositoryObserver>().ObserveAsync(listed, settle: false, warm: false, default);

        Assert.That((await _world.HeadsAsync())["al"].Revision, Is.EqualTo(before));
    }

    [Test]
    public async Task Repository_Deleted_IsMissingAndTheProducerStays()
    {
        await _world.Admin.Repositories.DeleteAsync(new("customer-al", "functions"), default);

        await Eventually.That(async () => (await _world.HeadsAsync())["al"].Missing, Is.EqualTo(new[] { RepositoryRole.Functions }));
    }

    [Test]
    public async Task Repository_RenamedAway_IsMissing()
    {
        await _world.Admin.Repositories.EditAsync(new("customer-al", "dev"), new RepositoryEdit { Name = "former" }, default);

        await Eventually.That(async () => (await _world.HeadsAsync())["al"].Missing, Is.EqualTo(new[] { RepositoryRole.Dev }));
    }

    [Test]
    public async Task Repository_DeletedAndMadeAgainEmpty_HasNoCommit()
    {
        await _world.Admin.Repositories.DeleteAsync(new("customer-al", "dev"), default);
        _world.Forge.CreateRepository("customer-al", "dev");

        await Eventually.That(async () => (await _world.HeadsAsync())["al"], Has.Property("Missing").Empty.And.Property("Revision").Property("Dev").EqualTo(Revision.NoCommit));
        Assert.That((await _world.SnapshotAsync("al")).Dev.Documents, Is.Empty);
    }

    [Test]
    public async Task User_Deleted_IsToldAsRemovedAndGone()
    {
        await using var stream = await EventStream.OpenAsync(_world.Url);

        await _world.Admin.Users.DeleteAsync("customer-al", purge: true, default);

        await Eventually.That(async () => (await _world.HeadsAsync()).Keys, Is.EqualTo(new[] { "bo" }));
        await Eventually.That(() => stream.Of(ChangeStreamEvents.Removed, ApiJson.Default.EnvironmentHead).Select(head => head.Producer.Value), Is.EqualTo(new[] { "al" }));
        using var answer = await _world.Client.GetAsync("/producers/al");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task User_DeletedAndMadeAgain_HasNothingOfTheFormerOne()
    {
        await _world.Admin.Users.DeleteAsync("customer-al", purge: true, default);
        _world.Forge.CreateUser("customer-al");

        await Eventually.That(async () => (await _world.HeadsAsync())["al"].Missing, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task User_CreatedInGitea_IsFound()
    {
        _world.AddProducer("new-one");

        await Eventually.That(async () => (await _world.HeadsAsync()).Keys, Has.Member("new-one"));
    }

    [Test]
    public async Task User_WithANameThatKubernetesCannotCarry_IsNoProducer()
    {
        _world.Forge.CreateUser("customer-Under_Score");
        _world.AddProducer("cy");

        await Eventually.That(async () => (await _world.HeadsAsync()).Keys, Is.EquivalentTo(new[] { "al", "bo", "cy" }));
    }

    [Test]
    public async Task DefaultBranch_ThatGiteaDoesNotFind_KeepsTheLastCommitAndSaysSo()
    {
        var before = (await _world.HeadsAsync())["al"].Revision;
        _world.Network.Faults.Add(Fault.Status(404, "{\"message\":\"not found\",\"url\":\"http://x\"}").On("GET", "/api/v1/repos/customer-al/dev/git/refs/heads/*"));
        _world.Network.Faults.Add(Fault.RewriteBody(body => body.Replace("refs/heads/main", "refs/heads/other", StringComparison.Ordinal)).On("GET", "/api/v1/repos/customer-al/dev/git/refs/heads"));

        await _world.CommitAsync("al", GiteaAndConfigstore.Document("unseen"));

        await Eventually.That(async () => await _world.Client.GetStringAsync("/producers/al"), Does.Contain("does not exist; the last known commit stays in force"));
        Assert.That((await _world.HeadsAsync())["al"].Revision, Is.EqualTo(before));
    }
}
