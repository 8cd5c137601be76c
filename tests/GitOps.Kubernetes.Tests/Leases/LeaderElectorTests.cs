using GitOps.Kubernetes.Configuration;
using GitOps.Kubernetes.Leases;
using GitOps.Kubernetes.Objects;
using GitOps.Kubernetes.Tests.Support;
using GitOps.Kubernetes.Transport;
using GitOps.Kubernetes.Writing;
using GitOps.Testing;
using GitOps.Testing.Faults;

namespace GitOps.Kubernetes.Tests.Leases;

[TestFixture]
public sealed class LeaderElectorTests : ClusterTest
{
    private string _lease = "";

    [SetUp]
    public void NameLease() => _lease = $"lease-{Guid.NewGuid():N}"[..20];

    [Test]
    public async Task RunAsync_NoLease_MakesItAndLeads()
    {
        await using var a = Candidate("a");

        await Eventually.That(() => a.Works, "a leads");

        var record = LeaseRecord.Read(await Client.GetAsync(Lease));
        Assert.That(record, Has.Property("Holder").EqualTo("a").And.Property("Duration").EqualTo(TimeSpan.FromSeconds(3)).And.Property("RenewTime").Not.Null);
    }

    [Test]
    public async Task RunAsync_TwoCandidates_OneWorksAndTheOtherKnowsWho()
    {
        await using var a = Candidate("a");
        await Eventually.That(() => a.Works, "a leads");
        await using var b = Candidate("b");

        await Eventually.That(() => b.Elector.Observed?.Holder, Is.EqualTo("a"));
        await Consistently.That(() => (a.Works, b.Works), Is.EqualTo((true, false)), during: TimeSpan.FromSeconds(5));
    }

    [Test]
    public async Task RunAsync_LeaderStops_NextLeadsAtOnce()
    {
        await using var a = Candidate("a", TimeSpan.FromSeconds(60));
        await Eventually.That(() => a.Works, "a leads");
        await using var b = Candidate("b", TimeSpan.FromSeconds(60));
        await Eventually.That(() => b.Elector.Observed?.Holder, Is.EqualTo("a"));

        await a.StopAsync();

        await Eventually.That(() => b.Works, "b leads long before the lease would have run out", within: TimeSpan.FromSeconds(10));
        Assert.That(LeaseRecord.Read(await Client.GetAsync(Lease)).Transitions, Is.EqualTo(1));
    }

    [Test]
    public async Task RunAsync_LeaderCutOff_StopsBeforeTheOtherStarts()
    {
        await using var proxy = await FaultProxy.StartAsync(Server.Url, Server.CaCertificate);
        using var cutOff = new KubernetesClient(new KubernetesClientConfiguration { Server = proxy.Url, Token = Server.Token });
        var story = new List<string>();
        await using var a = new TestCandidate(new LeaderElector(cutOff, Options("a", TimeSpan.FromSeconds(3))), "a", story);
        await Eventually.That(() => a.Works, "a leads");
        await using var b = new TestCandidate(new LeaderElector(Client, Options("b", TimeSpan.FromSeconds(3))), "b", story);
        await Eventually.That(() => b.Elector.Observed?.Holder, Is.EqualTo("a"));

        proxy.Pause();

        await Eventually.That(() => b.Works, "b leads");
        Assert.That(story, Is.EqualTo(["a starts", "a stops", "b starts"]));
    }

    [Test]
    public async Task RunAsync_LeaseTakenByForce_WorkIsCancelledAndTriedForAgain()
    {
        await using var a = Candidate("a");
        await Eventually.That(() => a.Works, "a leads");

        await Client.PatchAsync(Lease, PatchType.Merge, Json("""{"spec":{"holderIdentity":"thief","leaseDurationSeconds":1}}"""));

        await Eventually.That(() => a.Story, Is.EqualTo(["a starts", "a stops", "a starts"]));
        Assert.That(LeaseRecord.Read(await Client.GetAsync(Lease)).Holder, Is.EqualTo("a"));
    }

    [Test]
    public async Task RunAsync_LeaseDeleted_MadeAgainWithoutStopping()
    {
        await using var a = Candidate("a");
        await Eventually.That(() => a.Works, "a leads");

        await Client.DeleteAsync(Lease);

        await Eventually.That(() => Client.FindAsync(Lease), Is.Not.Null);
        Assert.That(a.Story, Is.EqualTo(["a starts"]));
    }

    [Test]
    public async Task RunAsync_AnswersOfRenewalsLost_GoesOnLeading()
    {
        await using var proxy = await FaultProxy.StartAsync(Server.Url, Server.CaCertificate);
        using var client = new KubernetesClient(new KubernetesClientConfiguration { Server = proxy.Url, Token = Server.Token, Retry = RetryPolicy.None });
        await using var a = new TestCandidate(new LeaderElector(client, Options("a", TimeSpan.FromSeconds(3))), "a", []);
        await Eventually.That(() => a.Works, "a leads");
        proxy.Faults.Add(Fault.LoseAnswer().When(request => request.Method == "PUT").Times(1));

        var before = proxy.Requests.Count;
        await Eventually.That(() => proxy.Requests.Skip(before).Count(request => request.Method == "PUT"), Is.GreaterThan(4));

        Assert.That(a.Story, Is.EqualTo(["a starts"]));
    }

    [TestCase(-3600)]
    [TestCase(3600)]
    public async Task RunAsync_HoldersClockWrong_WaitsTheDurationByItsOwn(int seconds)
    {
        var skewed = DateTimeOffset.UtcNow.AddSeconds(seconds);
        await Client.CreateAsync(Lease, new LeaseRecord("gone", TimeSpan.FromSeconds(3), skewed, skewed, 4).ToUtf8(Lease, null));
        var started = TimeProvider.System.GetTimestamp();

        await using var a = Candidate("a");
        await Eventually.That(() => a.Works, "a leads");

        Assert.That(TimeProvider.System.GetElapsedTime(started), Is.GreaterThan(TimeSpan.FromSeconds(3)));
        Assert.That(LeaseRecord.Read(await Client.GetAsync(Lease)).Transitions, Is.EqualTo(5));
    }

    [Test]
    public async Task RunAsync_WorkEnds_ReturnsAndReleases()
    {
        await new LeaderElector(Client, Options("a", TimeSpan.FromSeconds(3))).RunAsync(_ => Task.CompletedTask, CancellationToken.None);

        Assert.That(LeaseRecord.Read(await Client.GetAsync(Lease)).Holder, Is.Empty);
    }

    [Test]
    public async Task RunAsync_WorkFails_ReleasesAndThrows()
    {
        var elector = new LeaderElector(Client, Options("a", TimeSpan.FromSeconds(3)));

        Assert.That(() => elector.RunAsync(_ => throw new InvalidOperationException("broken"), CancellationToken.None), Throws.InvalidOperationException);
        Assert.That(LeaseRecord.Read(await Client.GetAsync(Lease)).Holder, Is.Empty);
    }

    [Test]
    public void Constructor_DeadlineBeyondDuration_Throws() => Assert.That(
        () => new LeaderElector(Client, Options("a", TimeSpan.FromSeconds(3)) with { RenewDeadline = TimeSpan.FromSeconds(3) }), Throws.ArgumentException);

    private ObjectReference Lease => new("coordination.k8s.io/v1", "Lease", Namespace, _lease);

    private TestCandidate Candidate(string identity, TimeSpan? duration = null) =>
        new(new LeaderElector(Client, Options(identity, duration ?? TimeSpan.FromSeconds(3))), identity, []);

    private LeaderElectionOptions Options(string identity, TimeSpan duration) => new()
    {
        Namespace = Namespace,
        Name = _lease,
        Identity = identity,
        LeaseDuration = duration,
        RenewDeadline = TimeSpan.FromSeconds(2),
        RetryPeriod = TimeSpan.FromMilliseconds(200),
    };
}
