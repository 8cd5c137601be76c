using System.Web;
using GitOps.Configstore.Tests.World;

namespace GitOps.Configstore.Tests.Access;

/// <summary>What lets somebody in is in no log, however much is logged.</summary>
public sealed class SecrecyTests
{
    private const string ClientId = "the-configstore";
    private const string ClientSecret = "gto_secret-of-the-configstore";

    [Test]
    public async Task Log_AtDebug_HoldsNoSecretTokenCookieOrCode()
    {
        await using var world = await GiteaAndConfigstore.PrepareAsync(
            ("AUTHENTICATION", "Required"), ("OAUTH_CLIENT_ID", ClientId), ("OAUTH_CLIENT_SECRET", ClientSecret), ("SERVICE_TOKENS", "actualizer:service-token-of-this-test"));
        world.AddProducer("al");
        await using var configstore = await world.StartProgramAsync(("LOG_LEVEL", "Debug"));
        world.Forge.AddOAuthApplication("configstore", ClientId, ClientSecret, new Uri(configstore.Url, "/login/callback"));
        var token = world.Forge.CreateToken("customer-al", "password");
        using var browser = new Browser();

        var callback = await browser.SignInAtGiteaAsync(configstore.Url, "customer-al", token, "/producers?limit=5");
        var login = browser.Cookies.GetCookies(configstore.Url)["gitops-login"]!.Value;
        using var done = await browser.GetAsync(callback);
        var session = browser.Cookies.GetCookies(configstore.Url)["gitops-session"]!.Value;
        using var replayed = await browser.GetAsync(callback);
        using var read = await browser.GetAsync(new Uri(configstore.Url, "/producers/al/envs/dev"));
        foreach (var shown in (string[])[token, "service-token-of-this-test", "wrong-token-of-this-test", world.Gitea.AdminToken])
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, "/producers/al/envs/dev/status") { Headers = { Authorization = new("Bearer", shown) }, Content = new StringContent("{") };
            using var answer = await configstore.Client.SendAsync(request);
        }
        using var forged = SignedWebhook.Create("{}", secret: "another-secret");
        using var refused = await configstore.Client.SendAsync(forged);
        using var genuine = SignedWebhook.Create("{");
        using var malformed = await configstore.Client.SendAsync(genuine);
        using var ended = await browser.SendAsync(HttpMethod.Post, new Uri(configstore.Url, "/logout"), origin: configstore.Url.GetLeftPart(UriPartial.Authority));

        var query = HttpUtility.ParseQueryString(callback.Query);
        var log = configstore.Output.ToString();
        Assert.That(log, Does.Contain("GET /login/callback 302").And.Contain("POST /logout 204"), "it is logged");
        Assert.Multiple(() =>
        {
            foreach (var secret in (string[])
                [
                    query["code"]!, query["state"]!, login, session, token, world.Gitea.AdminToken, ClientSecret, GiteaAndConfigstore.Secret, "service-token-of-this-test", "wrong-token-of-this-test",
                    genuine.Headers.GetValues("X-Gitea-Signature").Single(),
                ])
                Assert.That(log.Contains(secret, StringComparison.Ordinal), Is.False, $"{secret} is in the log");
        });
    }
}
