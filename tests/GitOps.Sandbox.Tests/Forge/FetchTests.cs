using System.IO.Compression;
using System.Text.Json;

namespace GitOps.Sandbox.Tests.Forge;

internal sealed class FetchTests : ForgeFixture
{
    private GitClient _origin = null!;
    private string _first = "";

    [SetUp]
    public async Task PushTwoCommits()
    {
        _origin = await WorkingCopyAsync();
        _origin.Write("a", "1");
        _first = await _origin.CommitAsync("first");
        _origin.Write("a", "2");
        await _origin.CommitAsync("second");
        await _origin.RunAsync("push", "-q", "origin", "main");
    }

    [Test]
    public async Task Fetch_ShallowByIdOfAnOldCommit_BringsThatCommitAlone()
    {
        var git = await WorkingCopyAsync();

        await git.RunAsync("fetch", "-q", "--depth", "1", "origin", _first);

        Assert.That((await git.RunAsync("rev-list", "--all", "FETCH_HEAD")).Trim(), Is.EqualTo(_first));
        Assert.That(await git.RunAsync("show", "FETCH_HEAD:a"), Is.EqualTo("1"));
    }

    [Test]
    public async Task Fetch_WithoutBlobs_IsPartial()
    {
        var git = await WorkingCopyAsync();

        await git.RunAsync("fetch", "-q", "--filter=blob:none", "origin", "main");

        Assert.That(await git.RunAsync("rev-list", "--objects", "--missing=print", "FETCH_HEAD"), Does.Contain("?"));
    }

    [TestCase("0")]
    [TestCase("2")]
    public async Task Fetch_WithEitherProtocol_Works(string version)
    {
        var git = await WorkingCopyAsync();

        await git.RunAsync("-c", $"protocol.version={version}", "fetch", "-q", "origin", "main");

        Assert.That((await git.RunAsync("rev-list", "--count", "FETCH_HEAD")).Trim(), Is.EqualTo("2"));
    }

    [Test]
    public async Task Fetch_WithAGzippedRequest_IsUnderstood()
    {
        using var body = new MemoryStream();
        await using (var gzip = new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync("0014command=ls-refs\n0000"u8.ToArray());
        }

        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Server.Url}al/dev.git/git-upload-pack")
        {
            Content = new ByteArrayContent(body.ToArray())
            {
                Headers = { ContentType = new("application/x-git-upload-pack-request"), ContentEncoding = { "gzip" } },
            },
            Headers = { Authorization = new("token", AlsToken) },
        };
        request.Headers.Add("Git-Protocol", "version=2");

        using var response = await http.SendAsync(request);

        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain($"{Server.Forge.Head("al", "dev")} refs/heads/main"));
    }

    [Test]
    public async Task Fetch_ByOldNameAfterRename_StillWorks()
    {
        using var renamed = await Admin.PatchAsync("repos/al/dev", new StringContent("{\"name\":\"project\"}", System.Text.Encoding.UTF8, "application/json"));
        var git = await WorkingCopyAsync();

        await git.RunAsync("fetch", "-q", "origin", "main");

        Assert.That((await GetAsync(Admin, "repos/al/project")).GetProperty("name").GetString(), Is.EqualTo("project"));
    }

    [Test]
    public async Task Read_AfterTheRepositoryWasPacked_AnswersTheSame()
    {
        var before = await GetAsync(Admin, "repos/al/dev/commits");
        var repository = Directory.GetDirectories(Path.Combine(DataDirectory, "repositories"), "*.git", SearchOption.AllDirectories).Single();
        await new GitClient(repository).RunAsync("gc", "-q", "--prune=now");
        Assert.That(Directory.GetFiles(Path.Combine(repository, "objects", "pack"), "*.pack"), Is.Not.Empty);

        var after = await GetAsync(Admin, "repos/al/dev/commits");

        Assert.That(JsonSerializer.Serialize(after), Is.EqualTo(JsonSerializer.Serialize(before)));
    }

    [Test]
    public async Task Contents_OfLinksAndSubmodules_SayWhatTheyAre()
    {
        File.CreateSymbolicLink(Path.Combine(_origin.Directory, "link"), "a");
        await _origin.RunAsync("update-index", "--add", "--cacheinfo", $"160000,{_first},module");
        await _origin.RunAsync("add", "link");
        await _origin.RunAsync("commit", "-q", "-m", "special");
        await _origin.RunAsync("push", "-q", "origin", "main");

        var entries = await GetAsync(Admin, "repos/al/dev/contents");

        Assert.That(
            entries.EnumerateArray().Select(entry => $"{entry.GetProperty("name").GetString()} {entry.GetProperty("type").GetString()}"),
            Is.EqualTo(new[] { "a file", "link symlink", "module submodule" }));
        Assert.That((await GetAsync(Admin, "repos/al/dev/contents/link")).GetProperty("target").GetString(), Is.EqualTo("a"));
    }
}
