using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using GitOps.EndToEnd.Tests.World;
using GitOps.Model.Api;
using GitOps.Testing;

namespace GitOps.EndToEnd.Tests;

/// <summary>Hostile webhooks, paths, names and documents: refused, with a reason, and nobody else notices.</summary>
[TestFixture]
public sealed class AttackTests
{
    private static readonly Project Shop = new(new Gateway("g1", "Shop"));

    private EndToEndWorld _world = null!;
    private TestProducer _al = null!;
    private TestProducer _eve = null!;
    private IReadOnlyDictionary<string, string> _before = null!;

    // One world for all attacks: that none leaves a trace is what is tested.
    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _world = await EndToEndWorld.PrepareAsync();
        await _world.Configstore.StartAsync(("WEBHOOK_MAX_BYTES", "65536"));
        await _world.Actualizer.StartAsync();
        _al = await _world.RunningProducerAsync("al", Shop);
        _eve = await _world.RunningProducerAsync("eve", Shop);
        _before = await _world.Cluster.VersionsAsync("al");
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _world.DisposeAsync();

    [TearDown]
    public async Task BystanderIsUntouched() => Assert.That(await _world.Cluster.VersionsAsync("al"), Is.EqualTo(_before), "al is as it was");

    [TestCase(null, HttpStatusCode.Unauthorized)]
    [TestCase("wrong", HttpStatusCode.Unauthorized)]
    [TestCase("0000000000000000000000000000000000000000000000000000000000000000", HttpStatusCode.Unauthorized)]
    public async Task Webhook_UnsignedOrWronglySigned_IsRefused(string? signature, HttpStatusCode expected)
    {
        using var request = SignedWebhook.Create(Encoding.UTF8.GetBytes("""{"ref":"refs/heads/main"}"""), signature);
        using var answer = await _world.Configstore.Http.SendAsync(request);
        Assert.That(answer.StatusCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task Webhook_Oversized_IsRefused()
    {
        using var request = SignedWebhook.Create(new byte[100_000], new string('0', 64));
        using var answer = await _world.Configstore.Http.SendAsync(request);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{")]
    [TestCase("""{"ref":null,"repository":null,"commits":null}""")]
    [TestCase("""{"ref":5,"repository":{"name":[],"owner":{}}}""")]
    [TestCase("""{"ref":"refs/heads/../../x","before":"-","after":"--upload-pack=x","repository":{"name":"../dev","owner":{"login":"customer-al"}}}""")]
    public async Task Webhook_SignedGarbage_IsNever500(string body)
    {
        using var request = SignedWebhook.Create(body);
        using var answer = await _world.Configstore.Http.SendAsync(request);
        Assert.That((int)answer.StatusCode, Is.LessThan(500));
    }

    [TestCase("/producers/al/envs/dev/files/dev/../../../etc/passwd")]
    [TestCase("/producers/al/envs/dev/files/dev/%2e%2e/%2e%2e/etc/passwd")]
    [TestCase("/producers/al/envs/dev/files/dev/%252e%252e%252Fetc%252Fpasswd")]
    [TestCase("/producers/al/envs/dev/files/dev/..%5c..%5cetc%5cpasswd")]
    [TestCase("/producers/al/envs/dev/files//etc/passwd")]
    [TestCase("/producers/al/envs/dev/files/dev/lunchbadger.json%00")]
    [TestCase("/users/customer/al/repos/dev/../../../../admin")]
    [TestCase("/users/customer/al/repos/..%2f..%2fadmin/x")]
    [TestCase("/users/gitea/admin/repos/x/y")]
    [TestCase("/producers/..%2fgitea_admin")]
    public async Task Path_ThatLeadsElsewhere_IsRefused(string path)
    {
        var (status, body) = await SendRawAsync($"GET {path} HTTP/1.1");
        Assert.That(status, Is.InRange(400, 499));
        Assert.That(body, Does.Not.Contain("root:"));
    }

    [TestCase("../al")]
    [TestCase("Al")]
    [TestCase("al/dev")]
    [TestCase("-al")]
    [TestCase("al-")]
    [TestCase("--upload-pack=touch")]
    [TestCase("al;id")]
    [TestCase("al\u0000")]
    [TestCase("al\nX-Evil: 1")]
    [TestCase("ａｌ")]
    [TestCase("al.example")]
    [TestCase("$(id)")]
    [TestCase("")]
    [TestCase(null)]
    [TestCase("a23456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task CreateProducer_HostileName_IsRefusedWithTheReason(string? name)
    {
        using var answer = await _world.Configstore.Http.PostAsJsonAsync("/producers", new { id = name });
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    private static IEnumerable<TestCaseData> HostileDocuments()
    {
        yield return Case("larger than a document may be", "dev", "lunchbadger.json", new string(' ', 2 * 1024 * 1024) + "{}");
        yield return Case("deep JSON", "dev", "lunchbadger.json", new string('[', 100_000));
        yield return Case("deep JSON inside the project", "dev", "lunchbadger.json",
            """{"models":{"Project":{"eve-dev":"{\"gateways\":DEEP"}}}""".Replace("DEEP", new string('[', 50_000), StringComparison.Ordinal));
        yield return Case("YAML alias bomb", "functions", "bomb/serverless.yml", AliasBomb());
        yield return Case("deep YAML", "functions", "deep/serverless.yml", "service: " + new string('[', 50_000));
    }

    private static TestCaseData Case(string name, string repository, string path, string content) =>
        new TestCaseData(repository, path, content).SetArgDisplayNames(name);

    [TestCaseSource(nameof(HostileDocuments))]
    public async Task Push_OfAHostileDocument_IsRefusedWithThePlaceAndHarmsNobody(string repository, string path, string content)
    {
        var before = await _world.Cluster.VersionsAsync("eve");
        var copy = await _eve.CopyAsync(repository);
        copy.Write(path, content);
        await copy.PushAsync();

        var status = await _world.UntilAsync(_eve, ReconcileState.Refused, reason: "InvalidDocument");
        Assert.That(status.Problems[0].File, Is.EqualTo($"{repository}/{path}"));
        Assert.That(await _world.Cluster.VersionsAsync("eve"), Is.EqualTo(before));

        await copy.GitAsync("revert", "--no-edit", "HEAD");
        await copy.PushAsync();
        await _world.UntilAsync(_eve, ReconcileState.Succeeded);
    }

    [TestCase("/etc/passwd")]
    [TestCase("../../../../../etc/passwd")]
    [TestCase("lunchbadger.json")]
    [TestCase("nowhere")]
    public async Task Push_OfASymbolicLink_IsRefusedByNameAndNotFollowed(string target)
    {
        var before = await _world.Cluster.VersionsAsync("eve");
        var copy = await _eve.CopyAsync();
        File.Delete(Path.Combine(copy.Path, "lunchbadger.json"));
        File.CreateSymbolicLink(Path.Combine(copy.Path, "lunchbadger.json"), target);
        await copy.PushAsync();

        var status = await _world.UntilAsync(_eve, ReconcileState.Refused, reason: "InvalidDocument");
        Assert.That(status.Problems[0].ToString(), Does.StartWith("dev/lunchbadger.json").And.Contain("symbolic link"));
        Assert.That(await _world.Cluster.VersionsAsync("eve"), Is.EqualTo(before));

        await copy.GitAsync("revert", "--no-edit", "HEAD");
        await copy.PushAsync();
        await _world.UntilAsync(_eve, ReconcileState.Succeeded);
    }

    [TestCase("sls")]
    [TestCase("internal")]
    [TestCase("shop!")]
    [TestCase("../../etc/passwd")]
    [TestCase("<script>alert(1)</script>")]
    [TestCase("$(id); rm -rf /")]
    [TestCase("\ud83d\udeaa")]
    [TestCase("")]
    [TestCase("a-name-of-a-gateway-that-is-much-longer-than-any-label-of-any-object-could-ever-be-in-kubernetes-or-in-dns")]
    public async Task Push_OfGatewaysWithHostileNames_NoHostIsServedTwiceAndNobodyElseIsHarmed(string name)
    {
        var commit = await _eve.PushAsync(new Project(new Gateway("g1", "Shop"), new Gateway("g2", name)));

        await Eventually.That(
            () => _world.StatusAsync(_eve),
            Has.Property(nameof(EnvironmentStatus.State)).EqualTo(ReconcileState.Succeeded).Or.Property(nameof(EnvironmentStatus.State)).EqualTo(ReconcileState.Refused)
                & Has.Property(nameof(EnvironmentStatus.Revision)).Property("Dev").EqualTo(commit),
            "it is applied, or refused with a reason");
        var hosts = (await _world.Cluster.ListAsync("Ingress"))
            .SelectMany(ingress => ingress["spec"]!["rules"]!.AsArray().Select(rule => $"{rule!["host"]}"))
            .ToArray();
        Assert.That(hosts, Is.Unique);
        Assert.That(hosts, Is.All.EndsWith($"-al-dev.{EndToEndWorld.Domain}").Or.EndsWith($"-eve-dev.{EndToEndWorld.Domain}").Or.AnyOf($"al-dev.{EndToEndWorld.Domain}", $"eve-dev.{EndToEndWorld.Domain}"));

        commit = await _eve.PushAsync(Shop);
        await _world.UntilAsync(_eve, ReconcileState.Succeeded, commit);
    }

    [Test]
    public async Task Push_ToAnotherProducersRepository_IsRefused()
    {
        var token = _world.Forge.Forge.CreateToken(_eve.User, "evil");
        var url = new UriBuilder(new Uri(_world.Forge.Url, $"/{_al.User}/dev.git")) { UserName = _eve.User, Password = token }.Uri.ToString();
        Assert.That(async () => await WorkingCopy.CloneAsync(url), Throws.InstanceOf<ChildProcessException>());
        var copy = await _eve.CopyAsync();
        Assert.That(async () => await copy.GitAsync("push", "--force", url, "HEAD:main"), Throws.InstanceOf<ChildProcessException>());
    }

    private static string AliasBomb()
    {
        var bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (var i = 1; i < 12; i++) bomb.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        return bomb.Append("service: bomb\n").ToString();
    }

    /// <summary>As bytes: an HTTP client would tidy the path up before sending it.</summary>
    private async Task<(int Status, string Body)> SendRawAsync(string requestLine)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(_world.Configstore.Url.Host, _world.Configstore.Url.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{requestLine}\r\nHost: localhost\r\nAuthorization: Bearer {Sentinels.OperatorToken}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync();
        return (int.Parse(answer.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), answer);
    }
}
