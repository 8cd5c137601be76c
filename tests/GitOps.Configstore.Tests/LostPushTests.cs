using System.Net;
using System.Net.Http.Json;
using GitOps.Configstore.Tests.World;
using GitOps.Sandbox.Forge.Webhooks;
using GitOps.Testing;
using GitOps.Testing.Faults;

namespace GitOps.Configstore.Tests;

/// <summary>Promise 11: no push is lost. Here Gitea loses them, so that neither an update time nor a webhook ever tells.</summary>
public sealed class LostPushTests
{
    private static readonly TimeSpan ForEver = TimeSpan.FromHours(1);

    /// <summary>Only what is under test finds anything: no webhook comes, and no update time moves.</summary>
    private static readonly (string, string)[] NoChecks = [("HEAD_CHECK_RATE", "0"), ("HEAD_CATCH_UP_RATE", "0")];

    private static readonly (string, string)[] Rotation = [("HEAD_CHECK_RATE", "100"), ("HEAD_CATCH_UP_RATE", "0")];
    private static readonly (string, string)[] CatchUp = [("HEAD_CHECK_RATE", "0"), ("HEAD_CATCH_UP_RATE", "100")];

    private GiteaAndConfigstore _world = null!;

    [TearDown]
    public async Task StopAsync() => await _world.DisposeAsync();

    [Test]
    public async Task Push_LostByAKilledGitea_IsFoundOnceGiteaIsBack()
    {
        await StartAsync(CatchUp);
        await UntilVerifiedAsync();
        await _world.RestartGiteaAsync(ForEver, PushQueue.Channel);
        await UntilVerifiedAsync();

        var commit = await _world.CommitAsync("al", GiteaAndConfigstore.Document("lost"));
        await _world.RestartGiteaAsync();

        await _world.UntilHeadAsync("al", commit);
        Assert.That((await _world.SnapshotAsync("al")).Dev.Documents["lunchbadger.json"], Is.EqualTo(GiteaAndConfigstore.Document("lost")));
    }

    [Test]
    public async Task Push_WhosePostReceiveHookFailed_IsFoundByTheRotation()
    {
        await StartAsync(Rotation);
        _world.Forge.FailPostReceive(true);

        var commit = await _world.CommitAsync("al", GiteaAndConfigstore.Document("lost"));

        await _world.UntilHeadAsync("al", commit);
    }

    [Test]
    public async Task FirstPush_Lost_IsFoundThoughGiteaSaysThatTheRepositoryIsEmpty()
    {
        await StartAsync(Rotation, world => world.Forge.CreateUser("customer-new"), world => world.Forge.CreateRepository("customer-new", "dev"));
        _world.Forge.FailPostReceive(true);

        var commit = await PushAsync("customer-new/dev");

        Assert.That((await _world.Admin.Repositories.GetAsync(new("customer-new", "dev"), default)).Empty, Is.True, "Gitea does not know");
        await _world.UntilHeadAsync("new", commit);
        await Consistently.That(async () => (await _world.HeadsAsync())["new"].Revision.Dev, Is.EqualTo(commit), "no listing empties it again", TimeSpan.FromSeconds(2));
    }

    [Test]
    public async Task BranchDeletion_Lost_IsFound()
    {
        await StartAsync(Rotation);
        using var copy = await WorkingCopy.CloneAsync(_world, "customer-al/dev");
        await copy.GitAsync("push", "-q", "origin", "HEAD:env/staging");
        await Eventually.That(EnvironmentsAsync, Is.EqualTo(new[] { "al/main/dev", "al/main/staging", "bo/main/dev" }));
        _world.Forge.FailPostReceive(true);

        await copy.GitAsync("push", "-q", "origin", "--delete", "env/staging");

        await Eventually.That(EnvironmentsAsync, Is.EqualTo(new[] { "al/main/dev", "bo/main/dev" }));
    }

    [Test]
    public async Task NewBranch_Lost_IsFound()
    {
        await StartAsync(Rotation);
        _world.Forge.FailPostReceive(true);

        using var copy = await WorkingCopy.CloneAsync(_world, "customer-al/dev");
        await copy.GitAsync("push", "-q", "origin", "HEAD:env/staging");

        await Eventually.That(EnvironmentsAsync, Is.EqualTo(new[] { "al/main/dev", "al/main/staging", "bo/main/dev" }));
    }

    [Test]
    public async Task Push_LostWhileTheConfigstoreWasDown_IsFoundAfterItsStart()
    {
        await StartAsync(CatchUp);
        await UntilSettledAsync();
        await _world.StopConfigstoreAsync();
        _world.Forge.FailPostReceive(true);
        var commit = await _world.CommitAsync("al", GiteaAndConfigstore.Document("lost"));

        await _world.StartConfigstoreAsync();

        await _world.UntilHeadAsync("al", commit);
    }

    [Test]
    public async Task Provisioning_OverALostFirstPush_BeginsNothingOverIt()
    {
        await StartAsync(NoChecks, world => world.Forge.CreateUser("customer-new"), world => world.Forge.CreateRepository("customer-new", "dev"));
        _world.Forge.FailPostReceive(true);
        var lost = await PushAsync("customer-new/dev");

        using var answer = await _world.Client.PostAsJsonAsync("/producers", new { id = "new" });

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync());
        Assert.That((await _world.HeadsAsync())["new"].Revision.Dev, Is.EqualTo(lost));
    }

    [TestCase("500")]
    [TestCase("404")]
    [TestCase("empty")]
    [TestCase("half")]
    [TestCase("page")]
    public async Task Promise1_HeadsThatCannotBeRead_Stay(string what)
    {
        await StartAsync([.. Rotation, ("GITEA_TIMEOUT", "0.5"), ("FULL_SCAN_INTERVAL", "3600")]);
        using var copy = await WorkingCopy.CloneAsync(_world, "customer-al/dev");
        await copy.GitAsync("push", "-q", "origin", "HEAD:env/staging");
        await Eventually.That(EnvironmentsAsync, Is.EqualTo(new[] { "al/main/dev", "al/main/staging", "bo/main/dev" }));
        var before = (await _world.AllHeadsAsync()).Select(head => (head.Key, head.Revision)).ToArray();
        var fault = what switch
        {
            "500" => Fault.Status(500, "{}"),
            "404" => Fault.Status(404, """{"message":"not found","url":"http://x"}"""),
            "empty" => Fault.Status(200, "[]"),
            "half" => Fault.BreakAfter(40),
            _ => Fault.Status(200, "<html>", contentType: "text/html"),
        };

        _world.Network.Faults.Add(fault.On("GET", what == "404" ? "/api/v1/repos/customer-al/dev*" : "/api/v1/repos/customer-al/dev/git/refs/*"));

        await Consistently.That(
            async () => (await _world.AllHeadsAsync()).Select(head => (head.Key, head.Revision)).ToArray(), Is.EqualTo(before), during: TimeSpan.FromSeconds(3));
        Assert.That((await _world.AllHeadsAsync()).Select(head => head.Missing.Count), Is.All.Zero);
        _world.Network.Faults.Clear();
        _world.Forge.FailPostReceive(true);
        await _world.UntilHeadAsync("bo", await _world.CommitAsync("bo", GiteaAndConfigstore.Document("of the others")));
        await _world.UntilHeadAsync("al", await _world.CommitAsync("al", GiteaAndConfigstore.Document("after")));
    }

    [Test]
    public async Task Heads_OfOneRepositoryThatCannotBeRead_HoldUpNoOther()
    {
        await StartAsync(Rotation);
        _world.Network.Faults.Add(Fault.Status(500, "{}").On("GET", "/api/v1/repos/customer-al/dev/git/refs/*"));
        _world.Forge.FailPostReceive(true);

        var commit = await _world.CommitAsync("bo", GiteaAndConfigstore.Document("lost"));

        await _world.UntilHeadAsync("bo", commit);
        await Eventually.That(async () => await _world.Client.GetStringAsync("/producers/al"), Does.Contain("could not be read"), "its producer is told");
        _world.Network.Faults.Clear();
        await Eventually.That(async () => await _world.Client.GetStringAsync("/producers/al"), Does.Not.Contain("could not be read"));
    }

    [Test]
    public async Task Readiness_WhileHeadsAreUnverified_IsReadyAndSaysWhich()
    {
        await StartAsync(NoChecks);
        await UntilSettledAsync();
        await RestartConfigstoreAsync();

        Assert.That(await _world.ReadinessAsync(), Does.Contain("4 of 4 heads not verified yet since the start"));
        using var ready = await _world.Client.GetAsync("/ready");
        Assert.That(ready.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await _world.Client.GetStringAsync("/metrics"), Does.Match("gitops_heads_unverified\\S* 4"));
    }

    [Test]
    public async Task Metrics_WhileAllIsVerified_TellTheOldestVerification()
    {
        await StartAsync([("HEAD_CHECK_RATE", "100"), ("HEAD_CATCH_UP_RATE", "100")]);

        await UntilVerifiedAsync();

        Assert.That(await _world.Client.GetStringAsync("/metrics"), Does.Match("gitops_heads_unverified\\S* 0").And.Match("gitops_heads_oldest_verification_age_seconds\\S* [0-5][.]?"));
    }

    [Test]
    public async Task Promise4_SteadyState_TheChecksAskTheirBudgetAndNothingElse()
    {
        await StartAsync([.. NoChecks, ("FULL_SCAN_INTERVAL", "3600"), ("HOOK_CHECK_INTERVAL", "3600"), ("SCAN_OVERLAP", "1")]);
        await UntilSettledAsync();
        await RestartConfigstoreAsync(("HEAD_CHECK_RATE", "10"), ("HEAD_CATCH_UP_RATE", "100"));
        await UntilVerifiedAsync();
        _world.Network.ClearRequests();
        var began = TimeProvider.System.GetTimestamp();

        await Consistently.That(() => _world.Network.Requests.Select(request => request.Path).Distinct(), Is.SubsetOf(Expected), during: TimeSpan.FromSeconds(3));

        var checks = _world.Network.Requests.Count(request => request.Path.EndsWith("/git/refs/heads", StringComparison.Ordinal));
        Assert.That(checks, Is.GreaterThan(4).And.LessThanOrEqualTo((TimeProvider.System.GetElapsedTime(began).TotalSeconds * 10) + 2));
    }

    [Test]
    public async Task FewRepositories_AreCheckedOncePerScanIntervalAtMost()
    {
        await StartAsync([("HEAD_CHECK_RATE", "100"), ("HEAD_CATCH_UP_RATE", "100"), ("SCAN_INTERVAL", "3600"), ("FULL_SCAN_INTERVAL", "3600")]);
        await UntilVerifiedAsync();
        await UntilSettledAsync();
        _world.Network.ClearRequests();

        await Consistently.That(() => _world.Network.Requests.Where(request => request.Path.Contains("/git/refs/", StringComparison.Ordinal)), Is.Empty, during: TimeSpan.FromSeconds(2));
    }

    private static string[] Expected =>
    [
        "/api/v1/repos/search",
        .. from user in (string[])["customer-al", "customer-bo"] from repository in (string[])["dev", "functions"] select $"/api/v1/repos/{user}/{repository}/git/refs/heads",
    ];

    private async Task StartAsync((string, string)[] settings, params Action<GiteaAndConfigstore>[] prepare)
    {
        _world = await GiteaAndConfigstore.PrepareAsync(settings);
        _world.AddProducer("al");
        _world.AddProducer("bo");
        foreach (var step in prepare) step(_world);
        await _world.StartConfigstoreAsync();
        await _world.UntilListedAsync();
        // The hook is there, so that what comes late comes from Gitea.
        await Eventually.That(() => _world.ReadinessAsync(), Does.Contain("webhook registration succeeded").And.Contain("full scan succeeded"));
    }

    private async Task RestartConfigstoreAsync(params (string, string)[] settings)
    {
        await _world.StopConfigstoreAsync();
        await _world.StartConfigstoreAsync(settings);
        await Eventually.That(() => _world.ReadinessAsync(), Does.Contain("webhook registration succeeded").And.Contain("full scan succeeded"));
    }

    private async Task UntilVerifiedAsync() => await Eventually.That(() => _world.ReadinessAsync(), Does.Match("all \\d+ heads verified within"));

    /// <summary>From here on the scans trust the update times.</summary>
    private async Task UntilSettledAsync() => await Eventually.That(
        () => _world.Network.Requests.TakeLast(8).Where(request => request.Path.EndsWith("/git/refs/heads", StringComparison.Ordinal)), Is.Empty, "heads are settled");

    private async Task<string[]> EnvironmentsAsync() => [.. (await _world.AllHeadsAsync()).Select(head => head.Key.ToString())];

    private async Task<string> PushAsync(string repository, string path = "lunchbadger.json", string content = "{}")
    {
        using var copy = await WorkingCopy.CloneAsync(_world, repository);
        copy.Write(path, content);
        return await copy.PushAsync();
    }
}
