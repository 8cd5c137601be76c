using GitOps.Gitea.Errors;
using GitOps.Gitea.Tests.Contract;
using GitOps.Gitea.Tests.Servers;
using GitOps.Testing.Faults;
using Microsoft.AspNetCore.Http;

namespace GitOps.Gitea.Tests.Http;

/// <summary>What goes wrong between the client and Gitea, over real HTTP through a faulty proxy. Nothing is ever read as "nothing there".</summary>
public sealed class FaultTests
{
    private LiveGitea? _gitea;
    private FaultProxy? _proxy;
    private GiteaClient? _client;

    private FaultProxy Proxy => _proxy!;

    private GiteaClient Client => _client!;

    [SetUp]
    public async Task StartAsync()
    {
        _gitea = await LiveGitea.StartForgeAsync();
        _proxy = await FaultProxy.StartAsync(_gitea.Url);
        _client = NewClient();
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client?.Dispose();
        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }

        if (_gitea is not null)
        {
            await _gitea.DisposeAsync();
        }
    }

    private static IEnumerable<TestCaseData> PassingFaults()
    {
        yield return new TestCaseData(Fault.Status(500)).SetArgDisplayNames("500");
        yield return new TestCaseData(Fault.Status(502)).SetArgDisplayNames("502");
        yield return new TestCaseData(Fault.Status(503)).SetArgDisplayNames("503");
        yield return new TestCaseData(Fault.Status(429)).SetArgDisplayNames("429");
        yield return new TestCaseData(Fault.Reset()).SetArgDisplayNames("reset");
        yield return new TestCaseData(Fault.LoseAnswer()).SetArgDisplayNames("lost answer");
        yield return new TestCaseData(Fault.BreakAfter(20)).SetArgDisplayNames("broken body");
        yield return new TestCaseData(Fault.Hang()).SetArgDisplayNames("hang");
    }

    [TestCaseSource(nameof(PassingFaults))]
    public async Task Read_FaultPasses_IsTriedAgain(Fault fault)
    {
        Proxy.Faults.Add(fault.Times(2));

        Assert.That((await Client.Users.GetCurrentAsync(default)).IsAdmin, Is.True);
    }

    [TestCaseSource(nameof(PassingFaults))]
    public void Find_FaultStays_IsAnErrorAndNeverAbsence(Fault fault)
    {
        Proxy.Faults.Add(fault);

        var error = Assert.CatchAsync<GiteaException>(() => Client.Users.FindAsync("customer-al", default))!;

        Assert.That(error, Is.InstanceOf<GiteaUnavailableException>().Or.InstanceOf<GiteaRateLimitedException>());
        Assert.That(error.IsTransient, Is.True);
        Assert.That(error.ToString(), Does.Not.Contain(_gitea!.Token));
    }

    [TestCaseSource(nameof(PassingFaults))]
    public void List_FaultOnTheSecondPage_GivesNothing(Fault fault)
    {
        Proxy.Faults.Add(fault.When(request => request.Query.Contains("page=2")));

        Assert.That(async () =>
        {
            await FillAsync(3);
            await Client.Users.ListAsync(default);
        }, Throws.InstanceOf<GiteaException>().With.Property(nameof(GiteaException.IsTransient)).True);
    }

    [Test]
    public async Task List_PageShrinksInGoodOrder_GivesNothing()
    {
        await FillAsync(3);
        Proxy.Faults.Add(Fault.RewriteBody(_ => "[]").When(request => request.Query.Contains("page=2")));

        Assert.ThrowsAsync<GiteaIncompleteException>(() => Client.Users.ListAsync(default));
    }

    [Test]
    public async Task List_EmptyListWithAForeignCount_GivesNothing()
    {
        await FillAsync(1);
        Proxy.Faults.Add(Fault.RewriteBody(_ => "[]"));

        Assert.ThrowsAsync<GiteaIncompleteException>(() => Client.Users.ListAsync(default));
    }

    [Test]
    public async Task List_CountChangesBetweenPages_IsReadAgain()
    {
        await FillAsync(3);
        Proxy.Faults.Add(Fault.RewriteHeader("X-Total-Count", "1").When(request => request.Query.Contains("page=2")).Times(1));

        Assert.That(await Client.Users.ListAsync(default), Has.Count.EqualTo(4));
    }

    [Test]
    public void Read_BodyCutOffInGoodOrder_IsNoDocument()
    {
        Proxy.Faults.Add(Fault.TruncateAfter(20));

        Assert.ThrowsAsync<GiteaProtocolException>(() => Client.Users.GetCurrentAsync(default));
    }

    [Test]
    public void Find_404OfAProxy_IsNoAbsence()
    {
        Proxy.Faults.Add(Fault.Status(404));

        Assert.ThrowsAsync<GiteaProtocolException>(() => Client.Users.FindAsync("customer-al", default));
    }

    [Test]
    public async Task Raw_ContentIsNotItsBlob_IsIncomplete()
    {
        var name = await _gitea!.NewRepositoryAsync();
        await Client.Contents.CreateAsync(name, "f", new("Y29udGVudA==", "create"), default);
        Proxy.Faults.Add(Fault.TruncateAfter(3).On("GET", "*/raw/*"));

        Assert.ThrowsAsync<GiteaIncompleteException>(() => Client.Contents.GetRawAsync(name, "f", null, null, default));
    }

    [Test]
    public async Task Tree_EntriesAreMissing_IsIncomplete()
    {
        var name = await _gitea!.NewRepositoryAsync(autoInit: true);
        Proxy.Faults.Add(Fault.RewriteBody(body => body.Replace("\"total_count\":1", "\"total_count\":2")).On("GET", "*/git/trees/*"));

        Assert.ThrowsAsync<GiteaIncompleteException>(() => Client.Objects.GetTreeAsync(name, "main", default));
    }

    [Test]
    public async Task Write_AnswerIsLost_IsNotRepeated()
    {
        var name = await _gitea!.NewRepositoryAsync(autoInit: true);
        Proxy.Faults.Add(Fault.LoseAnswer().On("POST", "*/contents/*"));
        Proxy.ClearRequests();

        Assert.ThrowsAsync<GiteaUnavailableException>(() => Client.Contents.CreateAsync(name, "f", new("eA==", "create"), default));

        Assert.That(Proxy.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Write_RateLimited_IsTriedAgain()
    {
        var name = await _gitea!.NewRepositoryAsync(autoInit: true);
        Proxy.Faults.Add(Fault.Status(429).On("POST", "*/contents/*").Times(1));

        await Client.Contents.CreateAsync(name, "f", new("eA==", "create"), default);

        Assert.That(await Client.Contents.FindAsync(name, "f", null, default), Is.Not.Null);
    }

    [Test]
    public void Read_RateLimitedForLong_FailsAtOnceAndSaysHowLong()
    {
        Proxy.Faults.Add(Fault.Status(429, retryAfter: TimeSpan.FromMinutes(10)));

        var error = Assert.ThrowsAsync<GiteaRateLimitedException>(() => Client.Users.GetCurrentAsync(default))!;

        Assert.That(error.RetryAfter, Is.EqualTo(TimeSpan.FromMinutes(10)));
        Assert.That(Proxy.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Read_RetryAfterIsShort_IsWaitedFor()
    {
        Proxy.Faults.Add(Fault.Status(503, retryAfter: TimeSpan.FromSeconds(1)).Times(1));
        var started = TimeProvider.System.GetTimestamp();

        await Client.Users.GetCurrentAsync(default);

        Assert.That(TimeProvider.System.GetElapsedTime(started), Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(0.9)));
    }

    [Test]
    public void Read_NobodyListens_IsUnavailable()
    {
        using var port = Testing.FreePort.Reserve();
        using var client = TestClient.For(new Uri($"http://127.0.0.1:{port.Number}"));

        var error = Assert.ThrowsAsync<GiteaUnavailableException>(() => client.Users.GetCurrentAsync(default))!;

        Assert.That(error.Message, Does.Contain("GET /api/v1/user").And.Contain("refused"));
    }

    [Test]
    public void Read_TokenRevoked_IsUnauthorizedAndNotRepeated()
    {
        Proxy.Faults.Add(Fault.Status(401));

        Assert.ThrowsAsync<GiteaUnauthorizedException>(() => Client.Users.FindAsync("customer-al", default));
        Assert.That(Proxy.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public void Read_CallerGivesUp_IsCancelledAndNoError()
    {
        Proxy.Faults.Add(Fault.Hang());
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        Assert.CatchAsync<OperationCanceledException>(() => Client.Users.GetCurrentAsync(giveUp.Token));
    }

    [Test]
    public async Task ManyCalls_AtOnce_NeverExceedTheLimit()
    {
        var current = 0;
        var most = 0;
        using var allIn = new SemaphoreSlim(0);
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            var now = Interlocked.Increment(ref current);
            InterlockedMax(ref most, now);
            if (now == 3)
            {
                allIn.Release(100);
            }

            await allIn.WaitAsync(context.RequestAborted);
            Interlocked.Decrement(ref current);
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"version":"1.26.3"}""");
        });
        using var client = TestClient.For(server.Url, options => options.MaxConcurrency = 3);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.GetVersionAsync(default)));

        Assert.That(most, Is.EqualTo(3));
    }

    [Test]
    public async Task ManyCalls_WaitingForASlot_DoNotTimeOut()
    {
        Proxy.Faults.Add(Fault.Delay(TimeSpan.FromMilliseconds(100)));
        using var client = TestClient.For(Proxy.Url, options =>
        {
            options.Token = _gitea!.Token;
            options.MaxConcurrency = 1;
            options.MaxRetries = 0;
            options.AttemptTimeout = options.TotalTimeout = TimeSpan.FromSeconds(1);
        });

        var users = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.Users.GetCurrentAsync(default)));

        Assert.That(users, Has.Length.EqualTo(20));
    }

    [Test]
    public async Task Answer_LargerThanAllowed_IsTooLargeAndNotRepeated()
    {
        await using var server = await LoopbackServer.StartAsync(context => context.Response.Body.WriteAsync(new byte[5000]).AsTask());
        using var client = TestClient.For(server.Url, options => options.MaxResponseBytes = 1024);

        Assert.ThrowsAsync<GiteaTooLargeException>(() => client.GetVersionAsync(default));
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); seen < value;)
        {
            seen = Interlocked.CompareExchange(ref target, value, seen) is var before && before == seen ? value : before;
        }
    }

    private GiteaClient NewClient() => TestClient.For(Proxy.Url, options =>
    {
        options.Token = _gitea!.Token;
        options.PageSize = 2;
        options.AttemptTimeout = TimeSpan.FromMilliseconds(400);
        options.TotalTimeout = TimeSpan.FromSeconds(5);
    });

    private async Task FillAsync(int users)
    {
        for (var i = 0; i < users; i++)
        {
            await _gitea!.NewUserAsync();
        }
    }
}
