using System.Net;
using GitOps.Configstore.Tests.World;
using GitOps.Testing;
using GitOps.Testing.Faults;

namespace GitOps.Configstore.Tests;

/// <summary>Whatever Gitea does, nothing that is known is lost, the reason can be read, and recovery needs no restart.</summary>
public sealed class GiteaFaultTests
{
    private const string Api = "/api/v1/*";
    private const string Users = "/api/v1/admin/users";
    private const string Repositories = "/api/v1/repos/search";

    private static IEnumerable<TestCaseData> Faults()
    {
        yield return Case("Gitea is down", Fault.Reset());
        yield return Case("Gitea answers 500", Fault.Status(500, "{\"message\":\"internal\"}"));
        yield return Case("a proxy answers 502 with a page", Fault.Status(502, "<html>bad gateway</html>", contentType: "text/html"));
        yield return Case("Gitea answers 429", Fault.Status(429, "{\"message\":\"slow down\"}", TimeSpan.FromSeconds(30)));
        yield return Case("Gitea hangs", Fault.Hang());
        yield return Case("the connection breaks in mid-answer", Fault.BreakAfter(40));
        yield return Case("the answer is cut short", Fault.TruncateAfter(40));
        yield return Case("the token is revoked", Fault.Status(401, "{\"message\":\"token is required\"}"));
        yield return Case("the token lost its scope", Fault.Status(403, "{\"message\":\"token does not have scope\"}"));
        yield return Case("everything is 404", Fault.Status(404, "{\"message\":\"not found\",\"url\":\"http://x\"}"));
        yield return Case("a proxy answers 404 with a page", Fault.Status(404, "<html>no such site</html>", contentType: "text/html"));
        yield return Case("a login page answers 200", Fault.Status(200, "<html>log in</html>", contentType: "text/html"));
        yield return Case("the list of users is empty", Fault.Status(200, "[]").On("GET", Users));
        yield return Case("the list of repositories is empty", Fault.Status(200, "{\"ok\":true,\"data\":[]}").On("GET", Repositories));
        yield return Case("the list of repositories is null", Fault.Status(200, "{\"ok\":false}").On("GET", Repositories));
        yield return Case("the users beyond the first are missing", Fault.RewriteBody(body => body[..(body.IndexOf("},{", StringComparison.Ordinal) + 1)] + "]").On("GET", Users));
        yield return Case("the total is higher than what comes", Fault.RewriteHeader("X-Total-Count", "99").On("GET", Users));
    }

    private static TestCaseData Case(string name, Fault fault) => new TestCaseData(fault).SetArgDisplayNames(name);

    [TestCaseSource(nameof(Faults))]
    public async Task NeverAgain1And3_AFailingGitea_LosesNothingAndRecovers(Fault fault)
    {
        await using var world = await GiteaAndConfigstore.PrepareAsync(("FULL_SCAN_INTERVAL", "1"), ("GITEA_TIMEOUT", "0.5"));
        foreach (var name in (string[])["al", "bo", "cy"]) world.AddProducer(name);
        await world.StartConfigstoreAsync();
        await world.UntilListedAsync();
        var before = await world.HeadsAsync();

        world.Network.Faults.Add(fault);

        await Eventually.That(() => world.ReadinessAsync(), Does.Match("scan fails since \\d{4}-.*: .+"), "readiness says since when and why");
        var during = await world.HeadsAsync();
        using var ready = await world.Client.GetAsync("/ready");
        Assert.Multiple(() =>
        {
            Assert.That(during.Keys, Is.EquivalentTo(before.Keys));
            Assert.That(during.Values.Select(head => head.Revision), Is.EquivalentTo(before.Values.Select(head => head.Revision)));
            Assert.That(ready.StatusCode, Is.EqualTo(HttpStatusCode.OK), "what is known can still be served");
        });

        world.Network.Faults.Clear();
        var commit = await world.CommitAsync("al", GiteaAndConfigstore.Document("after the outage"));

        await world.UntilHeadAsync("al", commit);
        await Eventually.That(() => world.ReadinessAsync(), Does.Not.Contain("fails since"), "readiness is well again", TimeSpan.FromSeconds(60));
    }

    [Test]
    public async Task NeverAgain1_ListingsBeforeTheFirstCompleteScan_Are503()
    {
        await using var world = await GiteaAndConfigstore.PrepareAsync();
        world.AddProducer("al");
        world.Network.Faults.Add(Fault.Status(500).On("GET", Users));
        await world.StartConfigstoreAsync();

        foreach (var path in (string[])["/environments", "/producers", "/producers/al", "/producers/al/envs/dev", "/ready"])
        {
            using var answer = await world.Client.GetAsync(path);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable), path);
        }
    }

    [Test]
    public async Task Scan_OneRepositoryThatCannotBeRead_DoesNotDelayTheOthers()
    {
        await using var world = await GiteaAndConfigstore.PrepareAsync(("GITEA_TIMEOUT", "0.5"));
        foreach (var name in (string[])["al", "bo"]) world.AddProducer(name);
        await world.StartConfigstoreAsync();
        await world.UntilListedAsync();
        world.Network.Faults.Add(Fault.Status(500).On("GET", "/api/v1/repos/customer-al/dev/git/refs/*"));

        var failing = await world.CommitAsync("al", GiteaAndConfigstore.Document("1"));
        var reading = await world.CommitAsync("bo", GiteaAndConfigstore.Document("1"));

        await world.UntilHeadAsync("bo", reading);
        world.Network.Faults.Clear();
        await world.UntilHeadAsync("al", failing);
    }

    [Test]
    public async Task Snapshot_WhileGiteaIsDown_IsServedFromTheCache()
    {
        await using var world = await GiteaAndConfigstore.PrepareAsync();
        world.AddProducer("al");
        await world.StartConfigstoreAsync();
        await world.UntilListedAsync();
        var before = await world.SnapshotAsync("al");

        world.Network.Faults.Add(Fault.Reset());
        var during = await world.SnapshotAsync("al");

        Assert.That(during.Dev.Documents, Is.EqualTo(before.Dev.Documents));
    }

    [Test]
    public async Task Snapshot_NotReadYetWhileGiteaIsDown_Is503AndNotEmpty()
    {
        await using var world = await GiteaAndConfigstore.PrepareAsync(("GITEA_TIMEOUT", "0.2"));
        world.AddProducer("al");
        world.Network.Faults.Add(Fault.Status(500).On("GET", "/api/v1/repos/*/git/trees/*"));
        await world.StartConfigstoreAsync();
        await world.UntilListedAsync();

        using var answer = await world.Client.GetAsync("/producers/al/envs/dev");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(answer.Headers.RetryAfter, Is.Not.Null);
    }
}
