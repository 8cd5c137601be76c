using System.Net;
using GitOps.Testing;
using GitOps.Testing.Faults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GitOps.Hosting.Tests.Testing;

public sealed class FaultProxyTests
{
    private const string Long = "0123456789012345678901234567890123456789";

    private readonly SemaphoreSlim _nextEvent = new(0);
    private WebApplication _upstream = null!;
    private FaultProxy _proxy = null!;
    private HttpClient _client = null!;
    private int _writes;

    [SetUp]
    public async Task Start()
    {
        _writes = 0;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _upstream = builder.Build();
        _upstream.MapGet("/long", () => Long);
        _upstream.MapPost("/echo", async context =>
        {
            Interlocked.Increment(ref _writes);
            context.Response.Headers["X-Seen"] = context.Request.Headers["X-Sent"];
            await context.Request.Body.CopyToAsync(context.Response.Body);
        });
        _upstream.MapGet("/events", async context =>
        {
            await context.Response.Body.FlushAsync();
            for (var number = 1; ; number++)
            {
                await _nextEvent.WaitAsync(context.RequestAborted);
                await context.Response.WriteAsync($"event {number}\n");
                await context.Response.Body.FlushAsync();
            }
        });
        await _upstream.StartAsync();
        _proxy = await FaultProxy.StartAsync(new(_upstream.Urls.First()));
        _client = new HttpClient { BaseAddress = _proxy.Url, Timeout = TimeSpan.FromSeconds(30) };
    }

    [TearDown]
    public async Task Stop()
    {
        _client.Dispose();
        await _proxy.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [OneTimeTearDown]
    public void DisposeEvents() => _nextEvent.Dispose();

    [Test]
    public async Task Faults_None_PassesBodiesAndHeadersBothWays()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "echo?q=1") { Content = new StringContent("hello") };
        request.Headers.Add("X-Sent", "yes");

        using var answer = await _client.SendAsync(request);

        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("hello"));
        Assert.That(answer.Headers.GetValues("X-Seen"), Is.EqualTo(new[] { "yes" }));
    }

    [Test]
    public async Task Requests_AfterAnswers_HoldMethodPathAndStatus()
    {
        await _client.GetStringAsync("long?a=%2F");
        using var missing = await _client.GetAsync("a%2Fb");

        Assert.That(
            _proxy.Requests.Select(request => request.ToString()),
            Is.EqualTo(new[] { "GET /long?a=%2F -> 200", "GET /a%2Fb -> 404" }));
    }

    [Test]
    public async Task Status_TwoTimes_ThenPasses()
    {
        _proxy.Faults.Add(Fault.Status(429, retryAfter: TimeSpan.FromSeconds(7)).On("GET", "/lo*").Times(2));

        using var first = await _client.GetAsync("long");
        using var second = await _client.GetAsync("long");
        using var third = await _client.GetAsync("long");

        Assert.That(new[] { first, second, third }.Select(answer => (int)answer.StatusCode), Is.EqualTo(new[] { 429, 429, 200 }));
        Assert.That(first.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(7)));
    }

    [Test]
    public async Task After_OneRequest_BefallsTheSecond()
    {
        _proxy.Faults.Add(Fault.Status(500).After(1));

        using var first = await _client.GetAsync("long");
        using var second = await _client.GetAsync("long");

        Assert.That((int)first.StatusCode, Is.EqualTo(200));
        Assert.That((int)second.StatusCode, Is.EqualTo(500));
    }

    [Test]
    public async Task Clear_AfterFaults_Passes()
    {
        _proxy.Faults.Add(Fault.Status(500));
        _proxy.Faults.Clear();

        Assert.That(await _client.GetStringAsync("long"), Is.EqualTo(Long));
    }

    [Test]
    public void Reset_AnyRequest_ClientSeesABrokenConnection()
    {
        _proxy.Faults.Add(Fault.Reset());

        Assert.That(() => _client.GetAsync("long"), Throws.InstanceOf<HttpRequestException>());
    }

    [Test]
    public void LoseAnswer_Write_HappensUnseen()
    {
        _proxy.Faults.Add(Fault.LoseAnswer());

        Assert.That(
            () => _client.PostAsync("echo", new StringContent("hello")), Throws.InstanceOf<HttpRequestException>());
        Assert.That(_writes, Is.EqualTo(1));
    }

    [Test]
    public async Task BreakAfter_TenBytes_GivesTheseAndFails()
    {
        _proxy.Faults.Add(Fault.BreakAfter(10));
        using var answer = await _client.GetAsync("long", HttpCompletionOption.ResponseHeadersRead);
        using var body = await answer.Content.ReadAsStreamAsync();
        var bytes = new byte[10];

        await body.ReadExactlyAsync(bytes);

        Assert.That(bytes, Is.EqualTo("0123456789"u8.ToArray()));
        Assert.That(async () => await body.ReadAsync(bytes), Throws.InstanceOf<HttpIOException>());
    }

    [Test]
    public async Task TruncateAfter_TenBytes_EndsInGoodOrder()
    {
        _proxy.Faults.Add(Fault.TruncateAfter(10));

        Assert.That(await _client.GetStringAsync("long"), Is.EqualTo("0123456789"));
    }

    [Test]
    public async Task RewriteBody_Answer_IsTheOther()
    {
        _proxy.Faults.Add(Fault.RewriteBody(body => body.Replace('0', 'x')));

        Assert.That(await _client.GetStringAsync("long"), Is.EqualTo(Long.Replace('0', 'x')));
    }

    [Test]
    public async Task RewriteHeader_Null_IsMissing()
    {
        _proxy.Faults.Add(Fault.RewriteHeader("Content-Type", null));

        using var answer = await _client.GetAsync("long");

        Assert.That(answer.Content.Headers.ContentType, Is.Null);
    }

    [Test]
    public void Hang_AnyRequest_LastsUntilTheClientGivesUp()
    {
        _proxy.Faults.Add(Fault.Hang());
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        Assert.That(() => _client.GetAsync("long", patience.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Pass_Stream_ComesPieceByPiece()
    {
        using var events = new StreamReader(await _client.GetStreamAsync("events"));

        _nextEvent.Release();
        Assert.That(await events.ReadLineAsync(), Is.EqualTo("event 1"));
        _nextEvent.Release();
        Assert.That(await events.ReadLineAsync(), Is.EqualTo("event 2"));
    }

    [Test]
    public async Task Pause_OpenStream_StandsStillUntilResume()
    {
        using var events = new StreamReader(await _client.GetStreamAsync("events"));
        _proxy.Pause();
        _nextEvent.Release();

        var line = events.ReadLineAsync();
        await Consistently.That(() => line.IsCompleted, Is.False, during: TimeSpan.FromMilliseconds(200));
        _proxy.Resume();

        Assert.That(await line, Is.EqualTo("event 1"));
    }

    [Test]
    public async Task ResetOpenRequests_OpenStream_Breaks()
    {
        using var events = new StreamReader(await _client.GetStreamAsync("events"));

        _proxy.ResetOpenRequests();

        Assert.That(async () => await events.ReadLineAsync(), Throws.InstanceOf<IOException>());
    }

    [Test]
    public async Task Pass_UpstreamGone_ResetsTheConnection()
    {
        await _upstream.StopAsync();

        Assert.That(() => _client.GetAsync("long"), Throws.InstanceOf<HttpRequestException>());
    }
}
