using System.Text;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Tests.Servers;
using GitOps.Gitea.Transport;
using GitOps.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitOps.Gitea.Tests.Contract;

public sealed class GitTransportContractTests : ContractTests
{
    private TemporaryDirectory? _mirrors;

    [SetUp]
    public void MakeDirectory() => _mirrors = new("mirrors");

    [TearDown]
    public void DeleteDirectory() => _mirrors?.Dispose();

    [Test]
    public async Task ReadTree_PushedCommit_AgreesWithTheApi()
    {
        var name = await Gitea.NewRepositoryAsync();
        using var copy = await WorkingCopy.CreateAsync(Gitea.Url, name, Gitea.Token);
        var sha = await PushSampleAsync(copy);
        using var transport = NewTransport();

        var tree = await transport.ReadTreeAsync(name, sha, default);
        var api = await Client.Objects.GetTreeAsync(name, sha, default);

        Assert.That(tree.Entries, Is.EquivalentTo(api.Entries));
        Assert.That(tree.Entries.Single(entry => entry.Path == "link").IsSymbolicLink, Is.True);
    }

    [Test]
    public async Task ReadBlobs_PushedCommit_AreTheFiles()
    {
        var name = await Gitea.NewRepositoryAsync();
        using var copy = await WorkingCopy.CreateAsync(Gitea.Url, name, Gitea.Token);
        var sha = await PushSampleAsync(copy);
        using var transport = NewTransport();

        var files = await ReadFilesAsync(transport, name, sha);

        Assert.That(files["lunchbadger.json"], Is.EqualTo("{}"));
        Assert.That(files["d/empty"], Is.Empty);
        Assert.That(files, Has.Count.EqualTo(203));
    }

    [Test]
    public async Task ReadBlobs_ManyCommitsInTurn_AreEachRight()
    {
        var name = await Gitea.NewRepositoryAsync();
        using var copy = await WorkingCopy.CreateAsync(Gitea.Url, name, Gitea.Token);
        using var transport = NewTransport(options => options.MaxPacks = 2);
        var shas = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            copy.Write("f", $"version {i}");
            shas.Add(await copy.PushAsync($"commit {i}"));
            Assert.That((await ReadFilesAsync(transport, name, shas[i]))["f"], Is.EqualTo($"version {i}"));
        }

        Assert.That((await ReadFilesAsync(transport, name, shas[1]))["f"], Is.EqualTo("version 1"), "an old commit is fetched by its SHA");
    }

    [Test]
    public async Task ReadTree_MirrorIsCorrupt_IsMadeAnew()
    {
        var name = await Gitea.NewRepositoryAsync();
        using var copy = await WorkingCopy.CreateAsync(Gitea.Url, name, Gitea.Token);
        var sha = await PushSampleAsync(copy);
        using var transport = NewTransport();
        await transport.ReadTreeAsync(name, sha, default);
        foreach (var pack in Directory.EnumerateFiles(_mirrors!.Path, "*.pack", SearchOption.AllDirectories).ToList())
        {
            // Packs are read-only, so a new file takes the place.
            File.Delete(pack);
            await File.WriteAllTextAsync(pack, "nonsense");
        }

        Assert.That(await ReadFilesAsync(transport, name, sha), Has.Count.EqualTo(203));
    }

    [Test]
    public async Task ReadTree_CommitThatIsNone_IsNotFound()
    {
        var name = await Gitea.NewRepositoryAsync(autoInit: true);
        using var transport = NewTransport();

        Assert.ThrowsAsync<GiteaNotFoundException>(() => transport.ReadTreeAsync(name, new string('1', 40), default));
    }

    [Test]
    public async Task ReadTree_RepositoryThatIsNone_IsNotFound()
    {
        var owner = await Gitea.NewUserAsync();
        using var transport = NewTransport();

        Assert.ThrowsAsync<GiteaNotFoundException>(() => transport.ReadTreeAsync(new(owner.Login, "nothing"), new string('1', 40), default));
    }

    [Test]
    public async Task ReadTree_WrongToken_IsUnauthorizedAndSaysNoSecret()
    {
        const string Wrong = "feedfacefeedfacefeedfacefeedfacefeedface";
        var name = await Gitea.NewRepositoryAsync(autoInit: true);
        using var transport = NewTransport(token: Wrong);

        var error = Assert.ThrowsAsync<GiteaUnauthorizedException>(() => transport.ReadTreeAsync(name, new string('1', 40), default))!;

        Assert.That(error.ToString(), Does.Not.Contain(Wrong).And.Not.Contain(Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Wrong}:x-oauth-basic"))));
    }

    [Test]
    public async Task Fetch_Done_LeavesNoSecretOnDisk()
    {
        var name = await Gitea.NewRepositoryAsync();
        using var copy = await WorkingCopy.CreateAsync(Gitea.Url, name, Gitea.Token);
        var sha = await PushSampleAsync(copy);
        using var transport = NewTransport();
        await transport.ReadTreeAsync(name, sha, default);

        foreach (var file in Directory.EnumerateFiles(_mirrors!.Path, "*", SearchOption.AllDirectories))
        {
            Assert.That(await File.ReadAllTextAsync(file, Encoding.Latin1), Does.Not.Contain(Gitea.Token), file);
        }
    }

    [Test]
    public async Task Remove_Mirror_IsGone()
    {
        var name = await Gitea.NewRepositoryAsync();
        using var copy = await WorkingCopy.CreateAsync(Gitea.Url, name, Gitea.Token);
        var sha = await PushSampleAsync(copy);
        using var transport = NewTransport();
        await transport.ReadTreeAsync(name, sha, default);

        await transport.RemoveAsync(name, default);

        Assert.That(Directory.EnumerateFiles(_mirrors!.Path, "*", SearchOption.AllDirectories), Is.Empty);
    }

    private static async Task<string> PushSampleAsync(WorkingCopy copy)
    {
        copy.Write("lunchbadger.json", "{}");
        copy.Write("d/empty", "");
        copy.Write("d/ünï code.txt", "ä");
        for (var i = 0; i < 200; i++)
        {
            copy.Write($"many/f{i}", $"{i}");
        }

        File.CreateSymbolicLink(copy.PathOf("link"), "../../etc/passwd");
        return await copy.PushAsync("sample");
    }

    private static async Task<Dictionary<string, string>> ReadFilesAsync(GitTransport transport, RepositoryName name, string sha)
    {
        var tree = await transport.ReadTreeAsync(name, sha, default);
        var regular = tree.Entries.Where(entry => entry.IsRegularFile).ToList();
        var contents = new Dictionary<string, string>();
        await transport.ReadBlobsAsync(
            name,
            sha,
            regular.Select(entry => entry.Sha),
            (blob, _) =>
            {
                contents.Add(blob.Sha, Encoding.UTF8.GetString(blob.Content.Span));
                return ValueTask.CompletedTask;
            },
            default);
        return regular.ToDictionary(entry => entry.Path, entry => contents[entry.Sha]);
    }

    private GitTransport NewTransport(Action<GitTransportOptions>? configure = null, string? token = null)
    {
        var options = new GitTransportOptions { Directory = _mirrors!.Path };
        configure?.Invoke(options);
        return new GitTransport(
            options, new GiteaOptions { BaseUrl = Gitea.Url, Token = token ?? Gitea.Token }, TimeProvider.System, NullLogger<GitTransport>.Instance);
    }
}
