using System.Diagnostics;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Tests.Servers;
using GitOps.Gitea.Transport;
using GitOps.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitOps.Gitea.Tests.Transport;

/// <summary>How git is called, seen from a program in its place.</summary>
public sealed class GitProcessTests
{
    private static readonly RepositoryName Repository = new("customer-al", "dev");
    private static readonly string Commit = new('1', 40);

    private TemporaryDirectory? _directory;

    private TemporaryDirectory Directory => _directory!;

    [SetUp]
    public void MakeDirectory() => _directory = new("git");

    [TearDown]
    public void DeleteDirectory() => _directory?.Dispose();

    [Test]
    public void Fetch_WithAToken_PassesItInTheEnvironmentAlone()
    {
        using var transport = NewTransport($"""
            printf '%s\n' "$@" >> {Directory["arguments"]}; env > {Directory["environment"]}; exit 1
            """);

        var error = Assert.CatchAsync<GiteaException>(() => transport.ReadTreeAsync(Repository, Commit, default))!;

        var basic = GiteaCredential.Basic(TestClient.Token, "x-oauth-basic").Header.Parameter!;
        var environment = File.ReadAllLines(Directory["environment"]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(File.ReadAllText(Directory["arguments"]), Does.Not.Contain(TestClient.Token).And.Not.Contain(basic));
            Assert.That(environment, Has.One.EndsWith($"=Authorization: Basic {basic}"));
            Assert.That(environment, Does.Contain("GIT_CONFIG_NOSYSTEM=1").And.Contain("GIT_CONFIG_GLOBAL=/dev/null")
                .And.Contain("GIT_TERMINAL_PROMPT=0").And.Contain("GIT_ALLOW_PROTOCOL=http:https"));
            Assert.That(error.ToString(), Does.Not.Contain(TestClient.Token).And.Not.Contain(basic));
        }
    }

    [Test]
    public void Fetch_GitSaysTheSecret_IsBlankedInTheError()
    {
        using var transport = NewTransport($"""
            echo "fatal: unable to access 'http://{TestClient.Token}@gitea.local/': Could not resolve host" >&2; exit 128
            """);

        // init fails first, by the same words.
        var error = Assert.CatchAsync<GiteaException>(() => transport.ReadTreeAsync(Repository, Commit, default))!;

        Assert.That(error.ToString(), Does.Contain("***@gitea.local").And.Not.Contain(TestClient.Token));
    }

    [Test]
    public void Fetch_GitHangs_IsEndedInTimeWithItsChildren()
    {
        using var transport = NewTransport($"""
            if [ "$2" = init ]; then touch HEAD; exit 0; fi
            sleep 1000 & echo $! > {Directory["child"]}; wait
            """, options => options.Timeout = TimeSpan.FromSeconds(1));

        var error = Assert.ThrowsAsync<GiteaUnavailableException>(() => transport.ReadTreeAsync(Repository, Commit, default))!;

        Assert.That(error.Message, Does.Contain("1 s"));
        AssertEnded(int.Parse(File.ReadAllText(Directory["child"])));
    }

    [Test]
    public async Task Fetch_CallerGivesUp_EndsGitWithItsChildren()
    {
        using var transport = NewTransport($"""
            if [ "$2" = init ]; then touch HEAD; exit 0; fi
            sleep 1000 & echo $! > {Directory["writing"]}; mv {Directory["writing"]} {Directory["child"]}; wait
            """);
        using var giveUp = new CancellationTokenSource();

        var reading = transport.ReadTreeAsync(Repository, Commit, giveUp.Token);
        await Eventually.That(() => File.Exists(Directory["child"]), Is.True, "git runs");
        await giveUp.CancelAsync();

        Assert.CatchAsync<OperationCanceledException>(() => reading);
        AssertEnded(int.Parse(File.ReadAllText(Directory["child"])));
    }

    [Test]
    public void Fetch_GitTalksWithoutEnd_KeepsLittle()
    {
        using var transport = NewTransport("""
            head -c 100000000 /dev/zero | tr '\0' x >&2; exit 1
            """);

        var error = Assert.CatchAsync<GiteaException>(() => transport.ReadTreeAsync(Repository, Commit, default))!;

        Assert.That(error.Message, Has.Length.LessThan(6000));
    }

    [Test]
    public void Fetch_NoGit_SaysWhatToInstall()
    {
        using var transport = NewTransport("", options => options.Program = Directory["no-such-program"]);

        var error = Assert.ThrowsAsync<GitTransportException>(() => transport.ReadTreeAsync(Repository, Commit, default))!;

        Assert.That(error.Message, Does.Contain("Install git"));
    }

    [TestCase("--upload-pack=touch /tmp/x")]
    [TestCase("HEAD")]
    [TestCase("refs/heads/main")]
    [TestCase("")]
    [TestCase("1111")]
    public void ReadTree_NoSha_IsRefusedBeforeGitIsCalled(string commit)
    {
        using var transport = NewTransport($"touch {Directory["called"]}");

        Assert.ThrowsAsync<ArgumentException>(() => transport.ReadTreeAsync(Repository, commit, default));
        Assert.ThrowsAsync<ArgumentException>(() =>
            transport.ReadBlobsAsync(Repository, Commit, [commit], (_, _) => ValueTask.CompletedTask, default));
        Assert.That(File.Exists(Directory["called"]), Is.False);
    }

    private static void AssertEnded(int id) => Assert.That(
        () =>
        {
            try
            {
                using var process = Process.GetProcessById(id);
                // Until its new parent has asked for its exit code, an ended process still has an entry.
                return File.ReadAllText($"/proc/{id}/stat").Split(") ")[1][0] is 'Z' or 'X';
            }
            catch (Exception error) when (error is ArgumentException or IOException)
            {
                return true;
            }
        },
        Is.True.After(5).Seconds.PollEvery(20).MilliSeconds);

    private GitTransport NewTransport(string script, Action<GitTransportOptions>? configure = null)
    {
        var program = Directory.Write("git.sh", $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var options = new GitTransportOptions { Directory = Directory["mirrors"], Program = program };
        configure?.Invoke(options);
        return new GitTransport(
            options, new GiteaOptions { BaseUrl = new("http://gitea.local"), Token = TestClient.Token }, TimeProvider.System, NullLogger<GitTransport>.Instance);
    }
}
