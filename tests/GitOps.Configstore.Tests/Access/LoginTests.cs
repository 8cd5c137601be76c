using System.Net;
using System.Net.Http.Json;
using GitOps.Configstore.Access.Login;
using GitOps.Configstore.Tests.World;
using GitOps.Hosting.Settings;
using GitOps.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GitOps.Configstore.Tests.Access;

/// <summary>Browsers sign in through Gitea and may then do what their user may; nobody else can make them do it.</summary>
public sealed class LoginTests
{
    private const string ClientId = "the-configstore";
    private const string ClientSecret = "gto_secret-of-the-configstore";
    private const string Dev = "/producers/al/envs/dev";

    private GiteaAndConfigstore _world = null!;
    private Browser _browser = null!;

    private Uri Url => _world.Url;

    private string Origin => Url.GetLeftPart(UriPartial.Authority);

    [SetUp]
    public async Task StartAsync()
    {
        _world = await GiteaAndConfigstore.PrepareAsync(
            ("AUTHENTICATION", "Required"), ("AUTH_CACHE", "1"), ("AUTH_FAILURES", "2"), ("OAUTH_CLIENT_ID", ClientId), ("OAUTH_CLIENT_SECRET", ClientSecret));
        _world.AddProducer("al");
        _world.AddProducer("bo");
        await _world.StartConfigstoreAsync();
        _world.Forge.AddOAuthApplication("configstore", ClientId, ClientSecret, new Uri(Url, "/login/callback"));
        _browser = new Browser();
        using var admin = new HttpClient { BaseAddress = Url };
        admin.DefaultRequestHeaders.Authorization = new("Bearer", _world.Gitea.AdminToken);
        await Eventually.That(async () => (await admin.GetAsync("/environments")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TearDown]
    public async Task StopAsync()
    {
        _browser.Dispose();
        await _world.DisposeAsync();
    }

    private Task<Uri> SignInAsync(string user = "customer-al") => _browser.SignInAsync(Url, user, _world.Forge.CreateToken(user, "password"));

    private async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var answer = await _browser.GetAsync(new Uri(Url, path));
        return answer.StatusCode;
    }

    private Task<HttpResponseMessage> WriteAsync(string? origin, params (string Name, string Value)[] headers) => _browser.SendAsync(
        HttpMethod.Patch, new Uri(Url, $"{Dev}/files"), JsonContent.Create(new Dictionary<string, string> { ["dev/notes.txt"] = "hello" }), origin, [("If-Match", "*"), .. headers]);

    private int TokenRequests => _world.Network.Requests.Count(request => request.Path == "/login/oauth/access_token");

    [Test]
    public async Task Login_ThroughGitea_MayWhatItsUserMayAndGoesWhereItWanted()
    {
        var to = await _browser.SignInAsync(Url, "customer-al", _world.Forge.CreateToken("customer-al", "password"), "/producers?limit=5");

        Assert.That(to.OriginalString, Is.EqualTo("/producers?limit=5"));
        using var me = await _browser.GetAsync(new Uri(Url, "/me"));
        Assert.That((await me.ReadJsonAsync())!.ToJsonString(), Is.EqualTo("""{"login":"customer-al","operator":false,"signedIn":"login"}"""));
        Assert.That(await StatusAsync(Dev), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync("/producers/bo/envs/dev"), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await StatusAsync("/environments"), Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Login_OfAnAdministrator_IsAnOperators()
    {
        await _browser.SignInAsync(Url, "gitea_admin", _world.Gitea.AdminToken);

        Assert.That(await StatusAsync("/environments"), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Cookies_AreOutOfReachOfScriptsAndTellNothing()
    {
        using var done = await _browser.GetAsync(await _browser.SignInAtGiteaAsync(Url, "customer-al", _world.Forge.CreateToken("customer-al", "password")));

        var session = done.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("gitops-session=", StringComparison.Ordinal));
        Assert.That(session, Does.Contain("; httponly").IgnoreCase.And.Contain("; samesite=lax").IgnoreCase.And.Contain("; path=/"));
        Assert.That(session, Does.Not.Contain("customer-al").And.Not.Contain("access"));
    }

    [Test]
    public async Task Cookies_BehindTls_AreBoundToTheHost()
    {
        await _world.StopConfigstoreAsync();
        await _world.StartConfigstoreAsync(("PUBLIC_URL", "https://configstore.example.org"));

        using var begun = await _browser.GetAsync(new Uri(Url, "/login"));

        Assert.That(begun.Headers.GetValues("Set-Cookie").Single(), Does.StartWith("__Host-gitops-login=").And.Contain("; secure").IgnoreCase.And.Contain("; path=/"));
        Assert.That(begun.Headers.Location!.Query, Does.Contain(Uri.EscapeDataString("https://configstore.example.org/login/callback")).And.Contain("code_challenge_method=S256"));
    }

    [Test]
    public async Task Write_FromAPageOfOurs_IsACommitOfTheUser()
    {
        await SignInAsync();

        using var answer = await WriteAsync(Origin, ("Sec-Fetch-Site", "same-origin"));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), await answer.Content.ReadAsStringAsync());
        using var clone = await WorkingCopy.CloneAsync(_world, "customer-al/dev");
        Assert.That((await clone.GitAsync("log", "-1", "--format=%an")).Trim(), Is.EqualTo("customer-al"));
    }

    [TestCase(null, null)]
    [TestCase("null", null)]
    [TestCase("https://evil.example", null)]
    [TestCase("http://127.0.0.1:1", null)]
    [TestCase(null, "cross-site")]
    [TestCase(null, "same-site")]
    [TestCase(null, "none")]
    [TestCase("own", "same-site")]
    public async Task Write_WithTheCookieFromElsewhere_IsRefused(string? origin, string? site)
    {
        await SignInAsync();
        var before = _world.Forge.Head("customer-al", "dev");

        using var answer = await WriteAsync(origin == "own" ? Origin : origin, site is null ? [] : [("Sec-Fetch-Site", site)]);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("Origin"));
        Assert.That(_world.Forge.Head("customer-al", "dev"), Is.EqualTo(before));
    }

    [TestCase("//evil.example")]
    [TestCase("/\\evil.example")]
    [TestCase("https://evil.example/")]
    [TestCase("javascript:alert(1)")]
    [TestCase("producers")]
    [TestCase("/a\r\nSet-Cookie: x=1")]
    [TestCase("\\\\evil.example")]
    public async Task Login_ThatWouldLeadElsewhereAfterwards_IsRefused(string returnTo)
    {
        Assert.That(await StatusAsync($"/login?return_to={Uri.EscapeDataString(returnTo)}"), Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Callback_OfAnotherBrowsersLogin_IsRefused()
    {
        using var attacker = new Browser();
        var theirs = await attacker.SignInAtGiteaAsync(Url, "customer-bo", _world.Forge.CreateToken("customer-bo", "password"));
        using var begun = await _browser.GetAsync(new Uri(Url, "/login"));

        using var answer = await _browser.GetAsync(theirs);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await StatusAsync("/me"), Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(TokenRequests, Is.Zero);
    }

    [Test]
    public async Task Callback_UsedTwice_IsRefused()
    {
        var callback = await _browser.SignInAtGiteaAsync(Url, "customer-al", _world.Forge.CreateToken("customer-al", "password"));
        using var first = await _browser.GetAsync(callback);
        using var second = await _browser.GetAsync(callback);

        Assert.That((first.StatusCode, second.StatusCode), Is.EqualTo((HttpStatusCode.Redirect, HttpStatusCode.BadRequest)));
    }

    [Test]
    public async Task Callback_AfterTheUserDeclined_IsRefusedWithTheReason()
    {
        using var answer = await _browser.GetAsync(
            await _browser.SignInAtGiteaAsync(Url, "customer-al", _world.Forge.CreateToken("customer-al", "password"), consent: false));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("access_denied"));
    }

    [Test]
    public async Task Callback_WithGuessedCodes_IsRefusedWithoutAskingGiteaMoreOftenThanAllowed()
    {
        var statuses = new List<HttpStatusCode>();
        for (var guess = 0; guess < 5; guess++)
        {
            using var begun = await _browser.GetAsync(new Uri(Url, "/login"));
            var state = System.Web.HttpUtility.ParseQueryString(begun.Headers.Location!.Query)["state"];
            statuses.Add(await StatusAsync($"/login/callback?code=guess{guess}&state={state}"));
        }

        Assert.That(statuses.Take(2), Has.All.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(statuses.Skip(2), Has.All.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(TokenRequests, Is.EqualTo(2));
    }

    [Test]
    public async Task ExpiredSession_OfManyRequestsAtOnce_IsRenewedOnce()
    {
        _world.Forge.SetOAuthTokenLifetime(TimeSpan.FromSeconds(1));
        await SignInAsync();
        _world.Forge.SetOAuthTokenLifetime(TimeSpan.FromHours(1));

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => StatusAsync("/me")));

        Assert.That(answers, Has.All.EqualTo(HttpStatusCode.OK));
        Assert.That(TokenRequests, Is.EqualTo(2), "one code, one renewal");
        Assert.That(await StatusAsync(Dev), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(TokenRequests, Is.EqualTo(2), "the browser has the new session");
    }

    [Test]
    public async Task ExpiredSession_WhileGiteaIsDown_IsKeptAndGoesOnLater()
    {
        _world.Forge.SetOAuthTokenLifetime(TimeSpan.FromSeconds(1));
        await SignInAsync();
        _world.Forge.SetOAuthTokenLifetime(TimeSpan.FromHours(1));
        _world.Network.Faults.Add(GitOps.Testing.Faults.Fault.Status(502, "<html>"));

        Assert.That(await StatusAsync("/me"), Is.EqualTo(HttpStatusCode.ServiceUnavailable));

        _world.Network.Faults.Clear();
        await Eventually.That(() => StatusAsync("/me"), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task RevokedGrant_EndsTheSessionAndItsOpenStream()
    {
        await SignInAsync();
        using var stream = await _browser.GetAsync(new Uri(Url, "/change-stream/al"));
        Assert.That(stream.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var reading = stream.Content.CopyToAsync(Stream.Null);

        _world.Forge.RevokeOAuthGrants("customer-al");

        await Eventually.That(() => reading.IsCompleted, Is.True, "the stream ends");
        await Eventually.That(() => StatusAsync("/me"), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Logout_FromAPageOfOurs_EndsTheSession()
    {
        await SignInAsync();
        using var foreign = await _browser.SendAsync(HttpMethod.Post, new Uri(Url, "/logout"), origin: "https://evil.example");
        Assert.That(foreign.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await StatusAsync("/me"), Is.EqualTo(HttpStatusCode.OK));

        using var own = await _browser.SendAsync(HttpMethod.Post, new Uri(Url, "/logout"), origin: Origin);

        Assert.That(own.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await StatusAsync("/me"), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Logout_TheCookieOfBefore_IsRefusedHereAfterARestartAndByAnotherReplica()
    {
        await SignInAsync();
        var cookie = SessionCookie;
        using var port = FreePort.Reserve();
        using var data = new TemporaryDirectory("replica");
        await using var replica = await ConfigstoreProcess.StartAsync(port, new Dictionary<string, string?>(_world.Settings) { ["DATA_DIR"] = data.Path });
        Assert.That((await WithCookieAsync(Url, cookie), await WithCookieAsync(replica.Url, cookie)), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)));

        using var ended = await _browser.SendAsync(HttpMethod.Post, new Uri(Url, "/logout"), origin: Origin);

        Assert.That(ended.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await WithCookieAsync(Url, cookie), Is.EqualTo(HttpStatusCode.Unauthorized), "at once where the logout was");
        await Eventually.That(() => WithCookieAsync(replica.Url, cookie), Is.EqualTo(HttpStatusCode.Unauthorized), "within AUTH_CACHE elsewhere");
        await _world.StopConfigstoreAsync();
        await _world.StartConfigstoreAsync();
        Assert.That(await WithCookieAsync(Url, cookie), Is.EqualTo(HttpStatusCode.Unauthorized), "after a restart");
        await SignInAsync();
        Assert.That(await StatusAsync(Dev), Is.EqualTo(HttpStatusCode.OK), "who signs in again is let in");
    }

    [Test]
    public async Task Logout_OfAnExpiredSession_EndsItsRefreshTooAndAsksForNoMoreTokens()
    {
        _world.Forge.SetOAuthTokenLifetime(TimeSpan.FromSeconds(1));
        await SignInAsync();
        var cookie = SessionCookie;

        using var ended = await _browser.SendAsync(HttpMethod.Post, new Uri(Url, "/logout"), origin: Origin);

        Assert.That(await WithCookieAsync(Url, cookie), Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(TokenRequests, Is.EqualTo(1), "the code alone");
    }

    [TestCase("/logout", true)]
    [TestCase("/logout?everywhere=true", false)]
    public async Task Logout_OfOneBrowser_EndsThoseOfTheUserThatItIsAskedTo(string path, bool otherStays)
    {
        using var other = new Browser();
        using var somebodyElse = new Browser();
        await other.SignInAsync(Url, "customer-al", _world.Forge.CreateToken("customer-al", "other"));
        await somebodyElse.SignInAsync(Url, "customer-bo", _world.Forge.CreateToken("customer-bo", "other"));
        await SignInAsync();
        var cookie = SessionCookie;

        using var ended = await _browser.SendAsync(HttpMethod.Post, new Uri(Url, path), origin: Origin);

        Assert.That(await WithCookieAsync(Url, cookie), Is.EqualTo(HttpStatusCode.Unauthorized));
        using var theirs = await other.GetAsync(new Uri(Url, "/me"));
        Assert.That(theirs.StatusCode, Is.EqualTo(otherStays ? HttpStatusCode.OK : HttpStatusCode.Unauthorized));
        using var unconcerned = await somebodyElse.GetAsync(new Uri(Url, "/me"));
        Assert.That(unconcerned.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Logout_WithASessionThatHasEnded_EndsNoOthers()
    {
        await SignInAsync();
        var stolen = SessionCookie;
        using var ended = await _browser.SendAsync(HttpMethod.Post, new Uri(Url, "/logout"), origin: Origin);
        await SignInAsync();
        var commits = await SignOutCommitsAsync();

        using var thief = new HttpRequestMessage(HttpMethod.Post, new Uri(Url, "/logout?everywhere=true")) { Headers = { { "Cookie", $"gitops-session={stolen}" }, { "Origin", Origin } } };
        using var answer = await _world.Client.SendAsync(thief);

        Assert.That(await StatusAsync("/me"), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await SignOutCommitsAsync(), Is.EqualTo(commits), "nothing is written");
    }

    [Test]
    public async Task Logout_WhileGiteaIsDown_SaysSoEndsItHereAndCanBeRepeated()
    {
        await SignInAsync();
        var cookie = SessionCookie;
        Assert.That(await WithCookieAsync(Url, cookie), Is.EqualTo(HttpStatusCode.OK));
        _world.Network.Faults.Add(GitOps.Testing.Faults.Fault.Status(502, "<html>"));

        using var failed = await _browser.SendAsync(HttpMethod.Post, new Uri(Url, "/logout"), origin: Origin);

        Assert.That(failed.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(await WithCookieAsync(Url, cookie), Is.EqualTo(HttpStatusCode.Unauthorized));
        _world.Network.Faults.Clear();
        using var done = await _browser.SendAsync(HttpMethod.Post, new Uri(Url, "/logout"), origin: Origin);
        Assert.That(done.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        await _world.StopConfigstoreAsync();
        await _world.StartConfigstoreAsync();
        Assert.That(await WithCookieAsync(Url, cookie), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Logout_OfManyBrowsersAtOnce_EndsAllOfThem()
    {
        var browsers = new List<(string Cookie, string Origin)>();
        for (var index = 0; index < 6; index++)
        {
            using var browser = new Browser();
            var user = index % 2 == 0 ? "customer-al" : "customer-bo";
            await browser.SignInAsync(Url, user, _world.Forge.CreateToken(user, $"browser {index}"));
            browsers.Add((browser.Cookies.GetCookies(Url)["gitops-session"]!.Value, Origin));
        }

        var answers = await Task.WhenAll(browsers.Select(async browser =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Url, "/logout")) { Headers = { { "Cookie", $"gitops-session={browser.Cookie}" }, { "Origin", browser.Origin } } };
            using var answer = await _world.Client.SendAsync(request);
            return answer.StatusCode;
        }));

        Assert.That(answers, Has.All.EqualTo(HttpStatusCode.NoContent));
        await _world.StopConfigstoreAsync();
        await _world.StartConfigstoreAsync();
        foreach (var (cookie, _) in browsers) Assert.That(await WithCookieAsync(Url, cookie), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Session_OlderThanItsLifetime_IsOver()
    {
        await SignInAsync();
        var cookie = SessionCookie;
        await _world.StopConfigstoreAsync();
        await _world.StartConfigstoreAsync(("SESSION_LIFETIME", "60"));
        Assert.That(await WithCookieAsync(Url, cookie), Is.EqualTo(HttpStatusCode.OK));

        var aged = _world.Configstore.Services.GetRequiredService<LoginCookies>();
        var context = new DefaultHttpContext();
        aged.TryWrite(context.Response, new Session("a", "b", DateTimeOffset.MaxValue, "id", 1, DateTimeOffset.UtcNow.AddSeconds(-61)));

        Assert.That(await WithCookieAsync(Url, context.Response.Headers.SetCookie[0]!.Split(';')[0].Split('=', 2)[1]), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Logout_WhereNoLoginIsSetUp_TakesNoSession()
    {
        await _world.StopConfigstoreAsync();
        await _world.StartConfigstoreAsync(("OAUTH_CLIENT_ID", ""), ("OAUTH_CLIENT_SECRET", ""));
        var context = new DefaultHttpContext();
        // The key is of an empty secret then, which everybody knows.
        _world.Configstore.Services.GetRequiredService<LoginCookies>().TryWrite(context.Response, new Session("a", "b", DateTimeOffset.MaxValue, "id", 1, DateTimeOffset.UtcNow));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Url, "/logout?everywhere=true")) { Headers = { { "Cookie", context.Response.Headers.SetCookie[0]!.Split(';')[0] }, { "Origin", Origin } } };

        using var answer = await _world.Client.SendAsync(request);

        Assert.That(await SignOutCommitsAsync(), Is.Zero);
    }

    private string SessionCookie => _browser.Cookies.GetCookies(Url)["gitops-session"]!.Value;

    private async Task<HttpStatusCode> WithCookieAsync(Uri url, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(url, "/me")) { Headers = { { "Cookie", $"gitops-session={cookie}" } } };
        using var answer = await _world.Client.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>Commits in the repository of ended sessions; 0 without one.</summary>
    private async Task<int> SignOutCommitsAsync()
    {
        using var admin = new HttpClient { BaseAddress = _world.Gitea.Url };
        admin.DefaultRequestHeaders.Authorization = new("Bearer", _world.Gitea.AdminToken);
        using var answer = await admin.GetAsync("/api/v1/repos/gitea_admin/gitops-sessions/commits");
        return answer.IsSuccessStatusCode ? (await answer.ReadJsonAsync())!.AsArray().Count : 0;
    }

    [Test]
    public async Task Cookie_ThatWasChangedOrMadeUp_IsNobodys()
    {
        await SignInAsync();
        var cookie = _browser.Cookies.GetCookies(Url)["gitops-session"]!;
        var sealedText = cookie.Value;
        foreach (var text in (string[])[sealedText[..^4] + "AAAA", "AAAA" + sealedText[4..], "x", "", "é", new string('A', 3000)])
        {
            using var answer = await _world.Client.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/me") { Headers = { { "Cookie", $"gitops-session={Uri.EscapeDataString(text)}" } } });
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), text);
        }
        // What was sealed for the login is no session.
        using var begun = await _browser.GetAsync(new Uri(Url, "/login"));
        var pending = _browser.Cookies.GetCookies(Url)["gitops-login"]!.Value;
        using var swapped = await _world.Client.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/me") { Headers = { { "Cookie", $"gitops-session={pending}" } } });
        Assert.That(swapped.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Session_AfterARestart_IsStillGood()
    {
        await SignInAsync();
        await _world.StopConfigstoreAsync();
        await _world.StartConfigstoreAsync();

        Assert.That(await StatusAsync("/me"), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Login_WhereItIsNotSetUp_SaysSo()
    {
        await _world.StopConfigstoreAsync();
        await _world.StartConfigstoreAsync(("OAUTH_CLIENT_ID", ""), ("OAUTH_CLIENT_SECRET", ""));

        Assert.That(await StatusAsync("/login"), Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Start_WithHalfOfTheApplication_IsRefused()
    {
        await _world.StopConfigstoreAsync();

        Assert.That(
            () => _world.StartConfigstoreAsync(("OAUTH_CLIENT_SECRET", "")), Throws.InstanceOf<SettingsException>().With.Message.Contains("OAUTH_CLIENT_SECRET"));
    }
}
