using System.Net;
using System.Net.Sockets;
using System.Text;
using GitOps.Configstore.Tests.World;
using GitOps.Sandbox.Forge;

namespace GitOps.Configstore.Tests;

/// <summary>Snapshots and single files of a revision, and what must not be read through them.</summary>
public sealed class FileTests
{
    private GiteaAndConfigstore _world = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _world = await GiteaAndConfigstore.PrepareAsync(("FULL_SCAN_INTERVAL", "3600"));
        _world.AddProducer("al");
        _world.AddProducer("bo");
        using (var copy = await WorkingCopy.CloneAsync(_world, "customer-al/dev"))
        {
            copy.Link("server/model-config.json", "/etc/passwd");
            copy.Link("common/models", "../../../etc");
            copy.Link("environments", "server");
            copy.Write("server/datasources.json", new string(' ', 1024 * 1024 + 1));
            copy.Write("a dir/ünïcode file.txt", "found");
            copy.Write("large.bin", new string('x', 1024 * 1024 + 1));
            await copy.PushAsync();
        }
        await _world.Forge.CommitAsync("customer-bo", "dev", [new ForgeFile("lunchbadger.json", [0xff, 0xfe, 0x00])], "Not UTF-8");
        await _world.StartConfigstoreAsync();
        await _world.UntilListedAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _world.DisposeAsync();

    [Test]
    public async Task Snapshot_WithLinks_RefusesThemByName()
    {
        var snapshot = await _world.SnapshotAsync("al");

        Assert.That(snapshot.Dev.Problems.Select(problem => problem.ToString()), Is.EquivalentTo(new[]
        {
            "dev/common/models $: is a symbolic link; put the file itself here",
            "dev/environments $: is a symbolic link; put the file itself here",
            "dev/server/model-config.json $: is a symbolic link; put the file itself here",
            "dev/server/datasources.json $: has 1048577 bytes; a document may have 1048576",
        }));
        Assert.That(snapshot.Dev.Documents.Keys, Is.EqualTo(new[] { "lunchbadger.json" }));
    }

    [Test]
    public async Task Snapshot_DocumentThatIsNotUtf8_IsAProblem()
    {
        var snapshot = await _world.SnapshotAsync("bo");

        Assert.That(snapshot.Dev.Problems.Single().ToString(), Is.EqualTo("dev/lunchbadger.json $: is not UTF-8; save it as UTF-8"));
    }

    [Test]
    public async Task Snapshot_KnownRevision_Is304()
    {
        using var first = await _world.Client.GetAsync("/producers/al/envs/dev");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/producers/al/envs/dev");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await _world.Client.SendAsync(request);

        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
        Assert.That(second.Headers.GetValues("X-Revision").Single(), Is.EqualTo(first.Headers.ETag!.Tag.Trim('"')));
    }

    [Test]
    public async Task Snapshot_RevisionOfAnotherProducer_Is404()
    {
        var foreign = (await _world.HeadsAsync())["bo"].Revision;

        using var answer = await _world.Client.GetAsync($"/producers/al/envs/dev?revision={foreign}");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase("x")]
    [TestCase("--upload-pack=x.y")]
    [TestCase("HEAD.HEAD")]
    public async Task Snapshot_RevisionThatIsNone_Is400(string revision)
    {
        using var answer = await _world.Client.GetAsync($"/producers/al/envs/dev?revision={revision}");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task File_OfTheRevision_IsGivenAsBytes()
    {
        using var answer = await _world.Client.GetAsync("/producers/al/envs/dev/files/dev/a%20dir/%C3%BCn%C3%AFcode%20file.txt");

        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("found"));
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/octet-stream"));
        Assert.That(answer.Headers.ETag!.Tag, Is.EqualTo($"\"{(await _world.HeadsAsync())["al"].Revision}\""));
        Assert.That(answer.Headers.GetValues("X-Content-Type-Options").Single(), Is.EqualTo("nosniff"));
    }

    [Test]
    public async Task File_TooLarge_Is413()
    {
        using var answer = await _world.Client.GetAsync("/producers/al/envs/dev/files/dev/large.bin");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    [Test]
    public async Task File_SymbolicLink_IsNotFollowed()
    {
        using var answer = await _world.Client.GetAsync("/producers/al/envs/dev/files/dev/server/model-config.json");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
    }

    [TestCase("dev/../../../../etc/passwd")]
    [TestCase("dev/%2e%2e/%2e%2e/%2e%2e/etc/passwd")]
    [TestCase("dev/%252e%252e%252Fetc%252Fpasswd")]
    [TestCase("dev/..%2f..%2fetc%2fpasswd")]
    [TestCase("dev//etc/passwd")]
    [TestCase("dev/%2Fetc%2Fpasswd")]
    [TestCase("dev/..\\..\\etc\\passwd")]
    [TestCase("dev/..%5c..%5cetc%5cpasswd")]
    [TestCase("dev/lunchbadger.json%00.txt")]
    [TestCase("/etc/passwd")]
    [TestCase("other/lunchbadger.json")]
    [TestCase("dev/./lunchbadger.json/")]
    public async Task File_PathThatLeadsElsewhere_IsRefused(string path)
    {
        // As bytes: an HTTP client would tidy the path up before sending it.
        var (status, body) = await SendRawAsync($"GET /producers/al/envs/dev/files/{path} HTTP/1.1");

        Assert.That(status, Is.EqualTo(400).Or.EqualTo(404));
        Assert.That(body, Does.Not.Contain("root:"));
    }

    private async Task<(int Status, string Body)> SendRawAsync(string requestLine)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(_world.Url.Host, _world.Url.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{requestLine}\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync();
        return (int.Parse(answer.Split(' ')[1]), answer);
    }
}
