using GitOps.Kubernetes.Configuration;
using GitOps.Kubernetes.Errors;
using GitOps.Kubernetes.Tests.Support;
using GitOps.Kubernetes.Transport;
using GitOps.Kubernetes.Writing;
using GitOps.Testing;
using GitOps.Testing.Faults;

namespace GitOps.Kubernetes.Tests.Transport;

[TestFixture]
public sealed class RetryTests : ClusterTest
{
    private const string SlowDown = """{"kind":"Status","apiVersion":"v1","status":"Failure","message":"too many requests","reason":"TooManyRequests","details":{"retryAfterSeconds":1},"code":429}""";

    private static readonly ApplyOptions Ours = new("gitops-test");

    private FaultProxy _proxy = null!;
    private KubernetesClient _client = null!;

    [SetUp]
    public async Task StartProxy()
    {
        _proxy = await FaultProxy.StartAsync(Server.Url, Server.CaCertificate);
        _client = Connect();
        await _client.Discovery.GetAsync(ConfigMap);
        _proxy.ClearRequests();
    }

    [TearDown]
    public async Task StopProxy()
    {
        _client.Dispose();
        await _proxy.DisposeAsync();
    }

    [Test]
    public async Task CreateAsync_TooManyRequests_WaitsAsAskedAndCreatesOnce()
    {
        _proxy.Faults.Add(Fault.Status(429, SlowDown, TimeSpan.FromSeconds(1)).Times(1));
        var started = TimeProvider.System.GetTimestamp();

        await _client.CreateAsync(Map("slowed"), MapJson("slowed", "one"));

        Assert.That(TimeProvider.System.GetElapsedTime(started), Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(_proxy.Requests, Has.Count.EqualTo(2));
        Assert.That(await Client.FindAsync(Map("slowed")), Is.Not.Null);
    }

    [Test]
    public void GetAsync_AlwaysTooManyRequests_GivesUpAfterTheAttempts()
    {
        _proxy.Faults.Add(Fault.Status(429));

        Assert.That(() => _client.GetAsync(Map("x")), Throws.InstanceOf<TooManyRequestsException>());
        Assert.That(_proxy.Requests, Has.Count.EqualTo(4));
    }

    [Test]
    public void GetAsync_AskedToWaitTooLong_LeavesTheWaitingToTheCaller()
    {
        _proxy.Faults.Add(Fault.Status(429, "", TimeSpan.FromMinutes(10)));

        Assert.That(() => _client.GetAsync(Map("x")), Throws.InstanceOf<TooManyRequestsException>().With.Property("RetryAfter").EqualTo(TimeSpan.FromMinutes(10)));
        Assert.That(_proxy.Requests, Has.Count.EqualTo(1));
    }

    [TestCase(500)]
    [TestCase(503)]
    public async Task ApplyAsync_ServerErrors_IsSentAgain(int status)
    {
        _proxy.Faults.Add(Fault.Status(status).Times(2));

        await _client.ApplyAsync(Map($"retried-{status}"), MapJson($"retried-{status}", "one"), Ours);

        Assert.That(await Client.FindAsync(Map($"retried-{status}")), Is.Not.Null);
    }

    [Test]
    public async Task ApplyAsync_AnswerLost_IsSentAgain()
    {
        _proxy.Faults.Add(Fault.LoseAnswer().Times(1));

        await _client.ApplyAsync(Map("lost"), MapJson("lost", "one"), Ours);

        Assert.That(_proxy.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task CreateAsync_AnswerLost_IsNotSentAgain()
    {
        _proxy.Faults.Add(Fault.LoseAnswer().Times(1));

        Assert.That(() => _client.CreateAsync(Map("maybe"), MapJson("maybe", "one")), Throws.InstanceOf<UnreachableException>());
        Assert.That(_proxy.Requests, Has.Count.EqualTo(1));
        Assert.That(await Client.FindAsync(Map("maybe")), Is.Not.Null);
    }

    [Test]
    public void CreateAsync_ServerError_IsNotSentAgain()
    {
        _proxy.Faults.Add(Fault.Status(500));

        Assert.That(() => _client.CreateAsync(Map("x"), MapJson("x", "one")), Throws.InstanceOf<KubernetesException>().With.Property("IsTransient").True);
        Assert.That(_proxy.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task DeleteAsync_AnswerLostWithUid_SaysNotFoundTheSecondTime()
    {
        var made = await CreateMapAsync("gone");
        _proxy.Faults.Add(Fault.LoseAnswer().Times(1));

        Assert.That(await _client.DeleteAsync(Map("gone"), new DeleteOptions { Uid = made.Uid }), Is.EqualTo(DeletionOutcome.NotFound));
    }

    [Test]
    public async Task GetAsync_BodyBreaks_IsReadAgain()
    {
        await CreateMapAsync("broken");
        _proxy.Faults.Add(Fault.BreakAfter(50).Times(1));

        Assert.That((await _client.GetAsync(Map("broken"))).Name, Is.EqualTo("broken"));
    }

    [Test]
    public async Task GetAsync_BodyTruncatedInGoodOrder_Fails()
    {
        await CreateMapAsync("truncated");
        _proxy.Faults.Add(Fault.TruncateAfter(50));

        Assert.That(() => _client.GetAsync(Map("truncated")), Throws.InstanceOf<UnreachableException>().With.Message.Contains("cut off"));
    }

    [Test]
    public void GetAsync_NoAnswer_FailsInTime()
    {
        _proxy.Faults.Add(Fault.Hang());
        using var client = Connect(TimeSpan.FromMilliseconds(300), RetryPolicy.None);

        Assert.That(() => client.GetAsync(Map("x")), Throws.InstanceOf<UnreachableException>().With.Message.Contains("did not answer within 0.3 s"));
    }

    [Test]
    public async Task GetAsync_Cancelled_Ends()
    {
        _proxy.Faults.Add(Fault.Hang().On("GET", "*/configmaps/*"));
        using var cancellation = new CancellationTokenSource();
        var asking = _client.GetAsync(Map("x"), null, cancellation.Token);
        await Eventually.That(() => _proxy.Requests, Is.Not.Empty);

        await cancellation.CancelAsync();

        Assert.That(() => asking, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void GetAsync_ServerNotThere_SaysWhereItLooked()
    {
        using var port = FreePort.Reserve();
        using var client = new KubernetesClient(new KubernetesClientConfiguration { Server = new($"http://127.0.0.1:{port}"), Token = "sentinel-secret", Retry = RetryPolicy.None });

        var error = Assert.ThrowsAsync<UnreachableException>(() => client.GetAsync(Map("x")));

        Assert.That(error.ToString(), Does.Contain($"127.0.0.1:{port}").And.Not.Contain("sentinel-secret"));
    }

    private KubernetesClient Connect(TimeSpan? timeout = null, RetryPolicy? retry = null) => new(new KubernetesClientConfiguration
    {
        Server = _proxy.Url,
        Token = Server.Token,
        RequestTimeout = timeout ?? TimeSpan.FromSeconds(30),
        Retry = retry ?? new RetryPolicy { MaxAttempts = 4, BaseDelay = TimeSpan.FromMilliseconds(5) },
    });
}
