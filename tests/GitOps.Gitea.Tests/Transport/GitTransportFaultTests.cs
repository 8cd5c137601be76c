using System.Security.Cryptography;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Tests.Contract;
using GitOps.Gitea.Tests.Servers;
using GitOps.Gitea.Transport;
using GitOps.Testing;
using GitOps.Testing.Faults;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitOps.Gitea.Tests.Transport;

/// <summary>What goes wrong between git and Gitea, over real HTTP through a faulty proxy.</summary>
public sealed class GitTransportFaultTests
{
    private TemporaryDirectory? _directory;
    private LiveGitea? _gitea;
    private FaultProxy? _proxy;
    private GitTransport? _transport;
    private RepositoryName _repository;
    private string _commit = "";

    private FaultProxy Proxy => _proxy!;

    private GitTransport Transport => _transport!;

    [SetUp]
    public async Task StartAsync()
    {
        _directory = new("mirrors");
        _gitea = await LiveGitea.StartForgeAsync();
        _proxy = await FaultProxy.StartAsync(_gitea.Url);
        _repository = await _gitea.NewRepositoryAsync();
        using var copy = await WorkingCopy.CreateAsync(_gitea.Url, _repository, _gitea.Token);
        copy.Write("large", new string('x', 5000));
        copy.Write("small", "1");
        _commit = await copy.PushAsync("sample");
        _transport = NewTransport();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _transport?.Dispose();
        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }

        if (_gitea is not null)
        {
            await _gitea.DisposeAsync();
        }

        _directory?.Dispose();
    }

    private static IEnumerable<TestCaseData> Faults()
    {
        yield return new TestCaseData(Fault.Status(500)).SetArgDisplayNames("500");
        yield return new TestCaseData(Fault.Status(503)).SetArgDisplayNames("503");
        yield return new TestCaseData(Fault.Reset()).SetArgDisplayNames("reset");
        yield return new TestCaseData(Fault.BreakAfter(100).On("POST", "*")).SetArgDisplayNames("broken pack");
        yield return new TestCaseData(Fault.Hang()).SetArgDisplayNames("hang");
    }

    [TestCaseSource(nameof(Faults))]
    public async Task Fetch_FaultComesAndGoes_IsUnavailableThenRight(Fault fault)
    {
        Proxy.Faults.Add(fault);
        Assert.ThrowsAsync<GiteaUnavailableException>(() => Transport.ReadTreeAsync(_repository, _commit, default));

        Proxy.Faults.Clear();

        Assert.That((await Transport.ReadTreeAsync(_repository, _commit, default)).Entries, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Read_FetchedBefore_AsksNothingMore()
    {
        await Transport.ReadTreeAsync(_repository, _commit, default);
        Proxy.ClearRequests();

        await Transport.ReadTreeAsync(_repository, _commit, default);

        Assert.That(Proxy.Requests, Is.Empty);
    }

    [Test]
    public async Task Read_ManyAtOnce_FetchOnce()
    {
        var trees = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Transport.ReadTreeAsync(_repository, _commit, default)));

        Assert.That(trees.Select(tree => tree.Entries.Count), Is.All.EqualTo(2));
        Assert.That(Proxy.Requests.Count(request => request.Method == "GET" && request.Path.EndsWith("/info/refs", StringComparison.Ordinal)), Is.LessThanOrEqualTo(2));
    }

    [Test]
    public async Task Fetch_Redirected_IsNotFollowedAndAsksForThePresentName()
    {
        await using var other = await LoopbackServer.StartAsync(_ => Task.CompletedTask);
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.Redirect(new Uri(other.Url, $"{context.Request.Path}{context.Request.QueryString}").AbsoluteUri, permanent: true);
            return Task.CompletedTask;
        });
        using var transport = NewTransport(url: server.Url);

        var error = Assert.ThrowsAsync<GiteaProtocolException>(() => transport.ReadTreeAsync(_repository, _commit, default))!;

        Assert.That(error.Message, Does.Contain("renamed"));
        Assert.That(other.Requests, Is.Empty);
    }

    [Test]
    public async Task ReadBlobs_BlobIsTooLarge_IsRefusedByName()
    {
        using var transport = NewTransport(options => options.MaxBlobBytes = 1024);
        var tree = await transport.ReadTreeAsync(_repository, _commit, default);
        var large = tree.Entries.Single(entry => entry.Path == "large");

        var error = Assert.ThrowsAsync<GitTransportException>(() =>
            transport.ReadBlobsAsync(_repository, _commit, [large.Sha], (_, _) => ValueTask.CompletedTask, default))!;

        Assert.That(error.Message, Does.Contain(large.Sha).And.Contain("5000"));
    }

    [Test]
    public async Task ReadTree_FetchBringsMoreThanAllowed_IsRefusedAndNothingOfItStays()
    {
        var repository = await _gitea!.NewRepositoryAsync();
        using var pushed = await WorkingCopy.CreateAsync(_gitea.Url, repository, _gitea.Token);
        pushed.Write("random", Convert.ToBase64String(RandomNumberGenerator.GetBytes(200_000)));
        var commit = await pushed.PushAsync("large");
        using var transport = NewTransport(options => options.MaxFetchBytes = 100_000);

        var error = Assert.ThrowsAsync<GitTransportException>(() => transport.ReadTreeAsync(repository, commit, default))!;

        Assert.That(error.Message, Does.Contain(repository.ToString()).And.Contain("100000"));
        Assert.That(transport.ListMirrors(), Is.Empty);
        Assert.That(await transport.ReadTreeAsync(_repository, _commit, default), Is.Not.Null, "what is smaller is read");
    }

    [Test]
    public async Task TryRemove_MirrorInUse_IsPassedOverAndTakenWhenItIsFree()
    {
        var tree = await Transport.ReadTreeAsync(_repository, _commit, default);
        var mirror = Transport.ListMirrors().Single();
        Assert.That(mirror.Bytes, Is.Positive);

        var removed = new List<bool>();
        await Transport.ReadBlobsAsync(
            _repository,
            _commit,
            tree.Entries.Select(entry => entry.Sha),
            (_, _) =>
            {
                removed.Add(Transport.TryRemove(mirror.Repository));
                return ValueTask.CompletedTask;
            },
            default);

        Assert.That(removed, Has.Count.EqualTo(2).And.All.False);
        Assert.That(Transport.TryRemove(mirror.Repository), Is.True);
        Assert.That(Transport.ListMirrors(), Is.Empty);
        Assert.That((await Transport.ReadTreeAsync(_repository, _commit, default)).Entries, Has.Count.EqualTo(2), "it is made anew");
    }

    [Test]
    public void ReadBlobs_BlobIsNotInTheCommit_IsRefusedByName()
    {
        var stranger = new string('2', 40);

        var error = Assert.ThrowsAsync<GitTransportException>(() =>
            Transport.ReadBlobsAsync(_repository, _commit, [stranger], (_, _) => ValueTask.CompletedTask, default))!;

        Assert.That(error.Message, Does.Contain(stranger));
    }

    [Test]
    public async Task ReadBlobs_TakerFails_SaysSoAndHarmsNothing()
    {
        var tree = await Transport.ReadTreeAsync(_repository, _commit, default);

        Assert.ThrowsAsync<InvalidOperationException>(() => Transport.ReadBlobsAsync(
            _repository, _commit, tree.Entries.Select(entry => entry.Sha), (_, _) => throw new InvalidOperationException("full"), default));

        Assert.That((await Transport.ReadTreeAsync(_repository, _commit, default)).Entries, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Read_MirrorHasALockOfADeadProcess_IsMadeAnew()
    {
        await Transport.ReadTreeAsync(_repository, _commit, default);
        var mirror = Directory.EnumerateDirectories(_directory!.Path, "*.git", SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(Path.Combine(mirror, "shallow.lock"), "");
        await File.WriteAllTextAsync(Path.Combine(mirror, "refs", "heads", "last.lock"), "");
        using var copy = await WorkingCopy.CreateAsync(_gitea!.Url, _repository, _gitea.Token);
        copy.Write("other", "2");
        var next = await copy.PushAsync("rewritten", isForced: true);

        Assert.That((await Transport.ReadTreeAsync(_repository, next, default)).Entries.Select(entry => entry.Path), Is.EqualTo(new[] { "other" }));
    }

    private GitTransport NewTransport(Action<GitTransportOptions>? configure = null, Uri? url = null)
    {
        var options = new GitTransportOptions { Directory = _directory!.Path, Timeout = TimeSpan.FromSeconds(3) };
        configure?.Invoke(options);
        return new GitTransport(
            options, new GiteaOptions { BaseUrl = url ?? Proxy.Url, Token = _gitea!.Token }, TimeProvider.System, NullLogger<GitTransport>.Instance);
    }
}
