using System.Net;
using System.Net.Http.Headers;
using GitOps.Configstore.Tests.World;
using GitOps.Testing;
using GitOps.Testing.Faults;

namespace GitOps.Configstore.Tests.Access;

/// <summary>Who guesses tokens is held up, without Gitea's having to answer, and holds nobody else up.</summary>
public sealed class BruteForceTests
{
    private const int Allowed = 3;
    private const string Service = "actualizer-service-token";

    private GiteaAndConfigstore _world = null!;

    private async Task StartAsync(params (string Name, string Value)[] settings)
    {
        _world = await GiteaAndConfigstore.PrepareAsync(
            ("AUTHENTICATION", "Required"), ("SERVICE_TOKENS", $"actualizer:{Service}"), ("AUTH_FAILURES", $"{Allowed}"), ("AUTH_CACHE", "0"));
        _world.AddProducer("al");
        await _world.StartConfigstoreAsync(settings);
        await Eventually.That(() => StatusAsync(Service, path: "/environments"), Is.EqualTo(HttpStatusCode.OK));
        _world.Network.ClearRequests();
    }

    [TearDown]
    public async Task StopAsync() => await _world.DisposeAsync();

    private int Asked => _world.Network.Requests.Count(request => request is { Path: "/api/v1/user", Status: 401 });

    private string Token() => _world.Forge.CreateToken("customer-al", $"test-{Guid.NewGuid():N}");

    private async Task<HttpResponseMessage> GetAsync(string token, string? forwardedFor, string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (forwardedFor is not null) request.Headers.Add("X-Forwarded-For", forwardedFor);
        return await _world.Client.SendAsync(request);
    }

    private async Task<HttpStatusCode> StatusAsync(string token, string? forwardedFor = null, string path = "/me")
    {
        using var answer = await GetAsync(token, forwardedFor, path);
        return answer.StatusCode;
    }

    [Test]
    public async Task Guesses_ManyAtOnce_AreRefusedAndGiteaIsAskedForNoMoreThanTheLimit()
    {
        await StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(guess => GetAsync($"guess-{guess}", null, "/me")));

        Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.Unauthorized), Is.EqualTo(Allowed));
        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.That(refused, Has.Count.EqualTo(20 - Allowed));
        Assert.That(refused.Select(answer => answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds), Has.All.InRange(1, 60));
        Assert.That(Asked, Is.EqualTo(Allowed));
        foreach (var answer in answers) answer.Dispose();
    }

    [Test]
    public async Task TokensThatWereRightBefore_FromTheSameAddress_AreLetIn()
    {
        await StartAsync();
        var (known, unknown) = (Token(), Token());
        Assert.That(await StatusAsync(known), Is.EqualTo(HttpStatusCode.OK));

        for (var guess = 0; guess < Allowed; guess++) await StatusAsync($"guess-{guess}");

        Assert.That(await StatusAsync(known), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync(Service), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync(unknown), Is.EqualTo(HttpStatusCode.TooManyRequests), "a right guess shows nothing");
    }

    [Test]
    public async Task TokenThatWasRightBefore_Revoked_IsUnauthorizedAndCountsLikeAnyOther()
    {
        await StartAsync();
        var token = _world.Forge.CreateToken("customer-al", "revoked");
        Assert.That(await StatusAsync(token), Is.EqualTo(HttpStatusCode.OK));
        _world.Forge.CreateToken("customer-al", "revoked");

        for (var again = 0; again < Allowed + 1; again++) Assert.That(await StatusAsync(token), Is.EqualTo(HttpStatusCode.Unauthorized));

        Assert.That(await StatusAsync(token), Is.EqualTo(HttpStatusCode.TooManyRequests));
    }

    [Test]
    public async Task Guesses_BehindATrustedProxy_HoldUpTheirOwnAddressAlone()
    {
        await StartAsync(("TRUSTED_PROXIES", "127.0.0.1,10.0.0.0/8"));
        for (var guess = 0; guess < Allowed; guess++) await StatusAsync($"guess-{guess}", "198.51.100.9, 203.0.113.7, 10.1.2.3");
        var token = Token();

        Assert.That(await StatusAsync(token, "203.0.113.7"), Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(await StatusAsync(token, "203.0.113.8"), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Guesses_WithMadeUpForwarding_AreOfTheirRealAddress()
    {
        await StartAsync(("TRUSTED_PROXIES", "10.0.0.0/8"));
        for (var guess = 0; guess < Allowed; guess++) await StatusAsync($"guess-{guess}", $"203.0.113.{guess}");

        Assert.That(await StatusAsync("guess", "203.0.113.99"), Is.EqualTo(HttpStatusCode.TooManyRequests));
    }

    [Test]
    public async Task Limit_AfterTheWindow_IsOver()
    {
        await StartAsync(("AUTH_FAILURE_WINDOW", "2"));
        for (var guess = 0; guess < Allowed; guess++) await StatusAsync($"guess-{guess}");
        var token = Token();
        Assert.That(await StatusAsync(token), Is.EqualTo(HttpStatusCode.TooManyRequests));

        await Eventually.That(() => StatusAsync(token), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task SameWrongToken_WhileItsAnswerIsBelieved_IsOneGuess()
    {
        await StartAsync(("AUTH_CACHE", "60"));

        for (var again = 0; again < 3 * Allowed; again++) Assert.That(await StatusAsync("stale-token"), Is.EqualTo(HttpStatusCode.Unauthorized));

        Assert.That(Asked, Is.EqualTo(1));
        Assert.That(await StatusAsync(Token()), Is.EqualTo(HttpStatusCode.OK), "a forgotten old client holds nobody up");
    }

    [Test]
    public async Task Gitea_WhileItFails_MakesNobodysTokenWrong()
    {
        await StartAsync();
        var token = Token();
        _world.Network.Faults.Add(Fault.Status(500, "{}"));
        for (var again = 0; again < Allowed + 1; again++) Assert.That(await StatusAsync(token), Is.EqualTo(HttpStatusCode.ServiceUnavailable));

        _world.Network.Faults.Clear();

        Assert.That(await StatusAsync(token), Is.EqualTo(HttpStatusCode.OK));
    }
}
