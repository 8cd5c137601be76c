using System.Text.RegularExpressions;
using GitOps.Attack;
using GitOps.Attack.Judging;
using GitOps.Attack.Sending;
using GitOps.Attack.Targets;
using GitOps.EndToEnd.Tests.World;
using GitOps.Testing;
using GitOps.Testing.Faults;

namespace GitOps.EndToEnd.Tests;

/// <summary><c>tools/attack</c>: it finds nothing open in an installation as it should be, and what is open it finds.</summary>
[TestFixture]
public sealed partial class AttackRunTests
{
    private const string PodKey = "sentinel-pod-token-key-4711-sentinel";
    private const string ActualizerToken = "sentinel-operations-token-4711";
    private static readonly Project Shop = new(new Gateway("g1", "Shop"));

    private EndToEndWorld _world = null!;
    private TestProducer _al = null!;

    private Installation Installation(Uri? configstore = null) => new()
    {
        Configstore = configstore ?? _world.Configstore.Url,
        Actualizer = _world.Actualizer.Url,
        Gitea = _world.GiteaNetwork.Url,
        AdminToken = Sentinels.GiteaToken,
        ServiceToken = Sentinels.OperatorToken,
        PodTokenKey = PodKey,
        ActualizerToken = ActualizerToken,
    };

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _world = await EndToEndWorld.PrepareAsync();
        await _world.Configstore.StartAsync(
            ("POD_TOKEN_KEY", PodKey), ("ACTUALIZER_TOKEN", ActualizerToken), ("OAUTH_CLIENT_ID", "configstore"), ("OAUTH_CLIENT_SECRET", "sentinel-oauth-secret-4711"),
            ("AUTH_CACHE", "30"), ("GITEA_TIMEOUT", "15"));
        _world.Forge.Forge.AddOAuthApplication("configstore", "configstore", "sentinel-oauth-secret-4711", new Uri(_world.WebhookNetwork.Url, "/login/callback"));
        await _world.Actualizer.StartAsync(("POD_TOKEN_KEY", PodKey), ("ACTUALIZER_TOKEN", ActualizerToken));
        _al = await _world.RunningProducerAsync("al", Shop);
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _world.DisposeAsync();

    [Test]
    public async Task Run_AgainstAnInstallationAsItShouldBe_FindsNothingOpenAndLeavesNothing()
    {
        var (users, head, objects) = (await UsersAsync(), _world.Forge.Forge.Head(_al.User, "dev"), await _world.Cluster.VersionsAsync("al"));

        var report = await AttackRun.RunAsync(Installation(), TestContext.Progress.WriteLine, CancellationToken.None);

        var text = Text(report);
        Assert.That(report.Findings.Select(finding => finding.ToString()).Take(50), Is.Empty);
        Assert.That(report.Untried, Is.Empty, text);
        Assert.That(report.Tally.Unclear, Is.Empty, text);
        Assert.That(report.Identities, Has.Count.GreaterThan(20), "everybody has asked");
        foreach (var identity in report.Identities.Except(["owner", "operator", "service", "actualizer's token"]))
            Assert.That(report.Tally.Count(identity, Verdict.Refused), Is.GreaterThan(0), $"{identity} was refused something");
        Assert.That(report.Tally.Count("owner", Verdict.LetIn), Is.GreaterThan(300), "the routes are there");
        Assert.That(text, Does.Not.Contain(Sentinels.GiteaToken).And.Not.Contain("sentinel"), "no credential is printed");
        Assert.That(await UsersAsync(), Is.EqualTo(users), "what was made is removed");
        Assert.That(_world.Forge.Forge.Head(_al.User, "dev"), Is.EqualTo(head));
        Assert.That(await _world.Cluster.VersionsAsync("al"), Is.EqualTo(objects), "al is as it was");
    }

    [Test]
    public async Task Run_AgainstHoles_FindsEach()
    {
        const string dev = "/producers/attack-*-al/envs/dev";
        await using var holes = await FaultProxy.StartAsync(_world.Configstore.Url);
        holes.Faults.Add(Fault.RewriteRequestHeader("Authorization", $"Bearer {Sentinels.GiteaToken}").On("PATCH", $"{dev}/files"));
        holes.Faults.Add(Fault.Status(200, "{}").On("GET", "/api/environments"));
        holes.Faults.Add(Fault.Status(404, """{"detail":"It exists, but not for you."}""").On("GET", "/producers/attack-*-al/envs"));
        holes.Faults.Add(Fault.Status(422, "{}").On("POST", $"{dev}/project/clear"));
        holes.Faults.Add(Fault.Status(500, "{}").On("DELETE", $"{dev}/sls-api/service"));
        holes.Faults.Add(Fault.Status(403, "{}").On("GET", $"{dev}/project/disabled"));
        holes.Faults.Add(Fault.Status(200, "{}").On("PROPFIND", dev));
        holes.Faults.Add(Fault.Status(200, "{}").On("GET", "/PRODUCERS/*/STATUS"));
        holes.Faults.Add(Fault.Status(204).On("POST", "/hook"));
        holes.Faults.Add(Fault.RewriteBody(text => Declaration.Replace(text, "$1known")).On("GET", ApiDocument.Path));

        var report = await AttackRun.RunAsync(Installation(holes.Url), TestContext.Progress.WriteLine, CancellationToken.None);

        var found = report.Findings.Select(finding => finding.ToString()).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(found, Has.Member("open: nobody may PATCH /producers/{name}/envs/{env}/files -> 204, expected 401"));
            Assert.That(found, Has.Member("open: another tenant may PATCH /producers/{name}/envs/{env}/files -> 204, expected 404"));
            Assert.That(found, Has.Member("open: collaborator who reads may PATCH /producers/{name}/envs/{env}/files -> 204, expected 403"));
            Assert.That(found, Has.Some.StartsWith("changed: nobody changed what is the victim's").And.Contains("/dev main is at"));
            Assert.That(found, Has.Member("open: nobody may GET /api/environments -> 200, expected 401"));
            Assert.That(found, Has.Member("open: another tenant may GET /producers/{name}/envs -> 404, expected 404"), "the answer is not the one for a producer that nobody has");
            Assert.That(found, Has.Member("open: another tenant may POST /producers/{name}/envs/{env}/project/clear -> 422, expected 404"));
            Assert.That(found, Has.Member("broken: wrong token makes DELETE /producers/{name}/envs/{env}/sls-api/service -> 500, expected no error"));
            Assert.That(found, Has.Member("closed: owner may not GET /producers/{name}/envs/{env}/project/disabled -> 403, expected to be let in"));
            Assert.That(found, Has.Member("open: nobody may PROPFIND /producers/{name}/envs/{env} -> 200, expected to be refused"));
            Assert.That(found, Has.Some.Match("^open: nobody may GET /PRODUCERS/.*/STATUS -> 200, expected to be refused$"));
            Assert.That(found, Has.Some.StartsWith("open: nobody may POST /hook -> 204"));
            Assert.That(found, Has.Member("declared: GET /status is open to Known, expected Operator at least"));
        });
        Assert.That(await UsersAsync(), Has.None.Contains("attack-"), "what was made is removed");
    }

    [Test]
    public async Task Run_AgainstAnOpenDoor_ReadingAlone_FindsItOpenToNobody()
    {
        await using var world = await EndToEndWorld.PrepareAsync();
        await world.Configstore.StartAsync(("AUTHENTICATION", "Off"));
        await world.CreateProducerAsync("al");
        var head = world.Forge.Forge.Head("customer-al", "dev");

        var report = await AttackRun.RunAsync(
            new Installation { Configstore = world.Configstore.Url, ReadOnly = true, Victim = "al" }, TestContext.Progress.WriteLine, CancellationToken.None);

        Assert.That(report.Findings.Select(finding => finding.ToString()), Has.Member("open: nobody may GET /producers/{name} -> 200, expected 401"));
        Assert.That(report.Tally.CountOf("nobody", FindingKind.Open), Is.GreaterThan(100), Text(report));
        Assert.That(world.Forge.Forge.Head("customer-al", "dev"), Is.EqualTo(head));
    }

    [Test]
    public async Task KnownRoutes_AreThoseOfTheProcesses()
    {
        using var configstore = new Prober(_world.Configstore.Url);
        var documented = await ApiDocument.ReadAsync(configstore, CancellationToken.None);

        Assert.That(
            RoutesOf(_world.Configstore.Services).Select(route => route.Replace(" /api/", " /", StringComparison.Ordinal)).Distinct(),
            Is.EquivalentTo(documented.Select(operation => operation.ToString()).Concat(KnownRoutes.Undocumented)));
        Assert.That(documented.Where(operation => operation.Right == Right.Public).Select(operation => operation.ToString()), Is.EquivalentTo(KnownRoutes.Public.Keys));
        Assert.That(
            RoutesOf(_world.Actualizer.Services),
            Is.EquivalentTo(KnownRoutes.Actualizer.Select(operation => operation.ToString()).Concat(KnownRoutes.ActualizerPublic)));
    }

    /// <summary>As an OpenAPI document writes them: parameters without their constraints.</summary>
    private static IEnumerable<string> RoutesOf(IServiceProvider services) =>
        EndpointRequest.All(services, name => name).Select(request => $"{request.Method} {Parameter.Replace(request.Pattern, "{$1}")}");

    private async Task<string[]> UsersAsync() => [.. (await _world.Gitea.Users.ListAsync(CancellationToken.None)).Select(user => user.Login).Order(StringComparer.Ordinal)];

    private static string Text(AttackReport report)
    {
        var text = new StringWriter();
        report.Write(text);
        return text.ToString();
    }

    [GeneratedRegex(@"\{\**(\w+)(:[^}]*)?\}")]
    private static partial Regex Parameter { get; }

    /// <summary>What the document says of <c>GET /status</c>.</summary>
    [GeneratedRegex("""("/status": \{\s*"get": \{.*?"x-access": ")operator""", RegexOptions.Singleline)]
    private static partial Regex Declaration { get; }
}
