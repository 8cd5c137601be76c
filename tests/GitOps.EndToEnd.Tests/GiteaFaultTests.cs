using System.Net;
using GitOps.EndToEnd.Tests.World;
using GitOps.Gitea;
using GitOps.Gitea.Repositories;
using GitOps.Model.Api;
using GitOps.Testing;
using GitOps.Testing.Faults;

namespace GitOps.EndToEnd.Tests;

/// <summary>Whatever Gitea does or says, what runs keeps running, and recovery needs no restart.</summary>
[TestFixture]
public sealed class GiteaFaultTests
{
    private const string Users = "/api/v1/admin/users";
    private const string Repositories = "/api/v1/repos/search";

    private static readonly string[] Producers = ["al", "bo"];
    private static readonly Project Shop = new(new Gateway("g1", "Shop"));

    private EndToEndWorld _world = null!;
    private TestProducer _al = null!;
    private int _rate = 100;

    // One world for all faults: that each leaves it whole is what is tested.
    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _world = await EndToEndWorld.PrepareAsync();
        await _world.Configstore.StartAsync(("GITEA_TIMEOUT", "0.5"));
        await _world.Actualizer.StartAsync(("GRACE_PERIOD", "0"));
        _al = await _world.RunningProducerAsync("al", Shop);
        await _world.RunningProducerAsync("bo", Shop);
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _world.DisposeAsync();

    [TearDown]
    public async Task RecoverAsync()
    {
        _world.GiteaNetwork.Faults.Clear();
        _world.WebhookNetwork.Faults.Clear();
        _world.ConfigstoreNetwork.Faults.Clear();
        await UntilResyncedAsync();
    }

    private static IEnumerable<TestCaseData> Faults()
    {
        yield return Case("down", Fault.Reset());
        yield return Case("500", Fault.Status(500, """{"message":"internal"}"""));
        yield return Case("429 with Retry-After", Fault.Status(429, "", TimeSpan.FromSeconds(1)));
        yield return Case("slow", Fault.Delay(TimeSpan.FromSeconds(2)));
        yield return Case("hangs", Fault.Hang());
        yield return Case("reset in mid-body", Fault.BreakAfter(40));
        yield return Case("truncated page", Fault.TruncateAfter(40));
        yield return Case("token revoked", Fault.Status(401, """{"message":"token is required"}"""));
        yield return Case("token without rights", Fault.Status(403, """{"message":"no scope"}"""));
        yield return Case("everything is missing", Fault.Status(404, """{"message":"not found"}"""));
        yield return Case("users: empty list", Fault.Status(200, "[]").On("GET", Users));
        yield return Case("repositories: empty list", Fault.Status(200, """{"ok":true,"data":[]}""").On("GET", Repositories));
        yield return Case("users: shrinking list", Fault.RewriteBody(body => body[..(body.IndexOf("},{", StringComparison.Ordinal) + 1)] + "]").On("GET", Users));
    }

    private static TestCaseData Case(string name, Fault fault) => new TestCaseData(fault).SetArgDisplayNames(name);

    [TestCaseSource(nameof(Faults))]
    public async Task Promise1_FailingGitea_ChangesNothingSaysSoAndRecovers(Fault fault)
    {
        var before = await VersionsAsync();

        _world.GiteaNetwork.Faults.Add(fault);

        await Eventually.That(ReadinessAsync, Does.Match(@"scan fails since \d{4}-.*: .+"), "readiness says since when and why");
        await UntilResyncedAsync();
        Assert.That(await VersionsAsync(), Is.EqualTo(before));

        _world.GiteaNetwork.Faults.Clear();
        var commit = await _al.PushAsync(new Project(new Gateway("g1", "Shop", ++_rate)));
        await _world.UntilAsync(_al, ReconcileState.Succeeded, commit);
        await Eventually.That(ReadinessAsync, Does.Not.Contain("fails since"), "readiness recovers");
    }

    [Test]
    public async Task Promise1_CommitThatCannotBeRead_KeepsWhatRunsAndSaysSo()
    {
        var before = await VersionsAsync();
        // Which commit it is can be read, what is in it cannot.
        _world.GiteaNetwork.Faults.Add(Fault.None().On("GET", $"/api/v1/repos/{_al.User}/dev/git/refs/*"));
        _world.GiteaNetwork.Faults.Add(Fault.Status(500).On("GET", $"/api/v1/repos/{_al.User}/dev/git/*"));

        var commit = await _al.PushAsync(new Project(new Gateway("g1", "Shop", ++_rate)));

        var status = await _world.UntilAsync(_al, ReconcileState.Failed, reason: "ConfigstoreUnavailable");
        Assert.That(status.Message, Does.Contain("What runs keeps running"));
        Assert.That(status.Since, Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(1)));
        Assert.That(await VersionsAsync(), Is.EqualTo(before));
        _world.GiteaNetwork.Faults.Clear();
        await _world.UntilAsync(_al, ReconcileState.Succeeded, commit);
    }

    [TestCase(404, "")]
    [TestCase(404, "[]")]
    [TestCase(500, "")]
    [TestCase(503, "[]")]
    [TestCase(200, "")]
    [TestCase(200, "[]")]
    [TestCase(200, "{}")]
    [TestCase(200, """{"total":0,"items":[]}""")]
    public async Task NeverAgain1_FailingConfigstore_ChangesNothing(int status, string body)
    {
        var before = await VersionsAsync();
        _world.ConfigstoreNetwork.ClearRequests();

        _world.ConfigstoreNetwork.Faults.Add(Fault.Status(status, body).On("GET", "/environments"));

        await Eventually.That(Listings, Is.GreaterThanOrEqualTo(3), "resyncs fail");
        Assert.That(await VersionsAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task Webhooks_Lost_AreMadeUpForByTheScan()
    {
        _world.WebhookNetwork.Faults.Add(Fault.Reset());

        var commit = await _al.PushAsync(new Project(new Gateway("g1", "Shop", ++_rate)));

        await _world.UntilAsync(_al, ReconcileState.Succeeded, commit);
    }

    [Test]
    public async Task Webhooks_DeliveredLateTwiceAndInTheWrongOrder_LeadToTheSameEnd()
    {
        await _world.Forge.Forge.WebhooksSentAsync();
        _world.WebhookNetwork.Faults.Add(Fault.LoseAnswer().Times(1));
        _world.WebhookNetwork.Faults.Add(Fault.Delay(TimeSpan.FromSeconds(1)).Times(1));

        await _al.PushAsync(new Project(new Gateway("g1", "Shop", ++_rate)));
        await _al.PushAsync(new Project(new Gateway("g1", "Shop", ++_rate)));
        var last = await _al.PushAsync(new Project(new Gateway("g1", "Shop", ++_rate)));

        await _world.UntilAsync(_al, ReconcileState.Succeeded, last);
        await _world.Forge.Forge.WebhooksSentAsync();
        await UntilResyncedAsync();
        Assert.That((await _world.StatusAsync(_al)).Revision.Dev, Is.EqualTo(last));
        Assert.That((string)(await _world.Cluster.ListAsync("ConfigMap", "al")).Single()["data"]!["gateway.config.yml"]!, Does.Contain($"max: {_rate}"));
    }

    [Test]
    public async Task Webhooks_OfFormerPushesReplayed_ChangeNothing()
    {
        var older = await _al.PushAsync(new Project(new Gateway("g1", "Shop", ++_rate)));
        var newer = await _al.PushAsync(new Project(new Gateway("g1", "Shop", ++_rate)));
        await _world.UntilAsync(_al, ReconcileState.Succeeded, newer);
        var before = await VersionsAsync();

        foreach (var after in (string[])[older, newer, older, older])
        {
            using var answer = await _world.Configstore.Http.SendAsync(SignedWebhook.Push(_al, after));
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }

        await UntilResyncedAsync();
        Assert.That((await _world.StatusAsync(_al)).Revision.Dev, Is.EqualTo(newer));
        Assert.That(await VersionsAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task ForcePush_ToAnOlderCommit_IsFollowed()
    {
        var older = await _al.PushAsync(new Project(new Gateway("g1", "Shop", ++_rate)));
        var newer = await _al.PushAsync(new Project(new Gateway("g1", "Shop", ++_rate)));
        await _world.UntilAsync(_al, ReconcileState.Succeeded, newer);

        var copy = await _al.CopyAsync();
        await copy.GitAsync("reset", "-q", "--hard", older);
        await copy.GitAsync("push", "-q", "--force", "origin", "HEAD:main");

        await _world.UntilAsync(_al, ReconcileState.Succeeded, older);
    }

    [Test]
    public async Task DefaultBranch_MissingForAWhile_KeepsWhatRunsAndIsFollowedWhenItIsBack()
    {
        var before = await VersionsAsync();
        _world.GiteaNetwork.Faults.Add(Fault.Status(404, """{"message":"not found"}""").On("GET", $"/api/v1/repos/{_al.User}/dev/git/refs/heads/*"));
        _world.GiteaNetwork.Faults.Add(Fault.RewriteBody(body => body.Replace("refs/heads/main", "refs/heads/other", StringComparison.Ordinal)).On("GET", $"/api/v1/repos/{_al.User}/dev/git/refs/heads"));

        var commit = await _al.PushAsync(new Project(new Gateway("g1", "Shop", ++_rate)));

        await Eventually.That(
            () => _world.Configstore.Http.GetStringAsync("/producers/al"), Does.Contain("the last known commit stays in force"), "the configstore says so");
        await UntilResyncedAsync();
        Assert.That(await VersionsAsync(), Is.EqualTo(before));
        _world.GiteaNetwork.Faults.Clear();
        await _world.UntilAsync(_al, ReconcileState.Succeeded, commit);
    }

    [Test]
    public async Task Repository_RenamedAndBack_IsAsRemovedAndAdded()
    {
        var before = await _world.Cluster.NamesAsync("bo");

        await _world.Gitea.Repositories.EditAsync(new RepositoryName("customer-bo", "dev"), new RepositoryEdit { Name = "other" }, CancellationToken.None);
        await Eventually.That(() => _world.Cluster.NamesAsync("bo"), Is.Empty, "there is no dev repository any more", TimeSpan.FromSeconds(60));

        await _world.Gitea.Repositories.EditAsync(new RepositoryName("customer-bo", "other"), new RepositoryEdit { Name = "dev" }, CancellationToken.None);
        await Eventually.That(() => _world.Cluster.NamesAsync("bo"), Is.Not.Empty.And.SupersetOf(before.Where(name => !name.StartsWith("ConfigMap", StringComparison.Ordinal))), "it is back", TimeSpan.FromSeconds(60));
    }

    private async Task<IReadOnlyList<string>> VersionsAsync()
    {
        var all = new List<string>();
        foreach (var producer in Producers) all.AddRange((await _world.Cluster.VersionsAsync(producer)).Select(version => $"{version.Key} {version.Value}"));
        return all;
    }

    private async Task<string> ReadinessAsync()
    {
        using var answer = await _world.Configstore.Http.GetAsync("/ready");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), "what is known can still be served");
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Waits until the actualizer has had two more occasions to draw a wrong conclusion.</summary>
    private async Task UntilResyncedAsync()
    {
        var before = Listings();
        await Eventually.That(Listings, Is.GreaterThanOrEqualTo(before + 3), "two whole resyncs pass");
    }

    private int Listings() => _world.ConfigstoreNetwork.Requests.Count(request => request.Path == "/environments");
}
