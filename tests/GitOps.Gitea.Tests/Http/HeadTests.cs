using System.Globalization;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Tests.Servers;
using Microsoft.AspNetCore.Http;

namespace GitOps.Gitea.Tests.Http;

/// <summary>Heads as git has them, and what answers tell of Gitea itself.</summary>
public sealed class HeadTests
{
    private static readonly RepositoryName Dev = new("customer-al", "dev");
    private static readonly string Sha256 = new('a', 64);

    [Test]
    public async Task Heads_OfASha256Repository_Have64Digits()
    {
        await using var server = await LoopbackServer.StartAsync(Json(200, Reference("refs/heads/main", Sha256)));
        using var client = TestClient.For(server.Url);

        Assert.That(await client.Branches.GetHeadsAsync(Dev, default), Is.EquivalentTo(new Dictionary<string, string> { ["main"] = Sha256 }));
        Assert.That(await client.Branches.FindHeadAsync(Dev, "main", default), Is.EqualTo(Sha256));
    }

    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("""[{"ref":"refs/heads/main","object":{"type":"commit","sha":"abc"}}]""")]
    [TestCase("""[{"ref":"refs/heads/main"}]""")]
    public async Task Heads_AnswerThatIsNoList_IsNeverNone(string body)
    {
        await using var server = await LoopbackServer.StartAsync(Json(200, body));
        using var client = TestClient.For(server.Url);

        Assert.CatchAsync<GiteaException>(() => client.Branches.FindHeadsAsync(Dev, default));
        Assert.CatchAsync<GiteaException>(() => client.Branches.FindHeadAsync(Dev, "main", default));
    }

    [TestCase(502)]
    [TestCase(503)]
    public async Task Interruptions_ProxyWithoutGitea_AreCounted(int status)
    {
        await using var server = await LoopbackServer.StartAsync(Json(status, "{}"));
        using var client = TestClient.For(server.Url, options => options.MaxRetries = 1);

        Assert.CatchAsync<GiteaUnavailableException>(() => client.GetVersionAsync(default));

        Assert.That(client.Server.Interruptions, Is.EqualTo(2), "each try");
    }

    [Test]
    public async Task Interruptions_NoConnection_AreCountedAndAnErrorIsNone()
    {
        var server = await LoopbackServer.StartAsync(Json(500, """{"message":"broken"}"""));
        using var client = TestClient.For(server.Url, options => options.MaxRetries = 0);
        Assert.CatchAsync<GiteaUnavailableException>(() => client.GetVersionAsync(default));
        Assert.That(client.Server.Interruptions, Is.Zero, "Gitea answered");

        await server.DisposeAsync();
        Assert.CatchAsync<GiteaUnavailableException>(() => client.GetVersionAsync(default));

        Assert.That(client.Server.Interruptions, Is.EqualTo(1));
    }

    [Test]
    public async Task Now_AfterAnAnswer_IsGiteasClock()
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.Headers.Date = new DateTimeOffset(2031, 1, 2, 3, 4, 5, TimeSpan.Zero).ToString("R", CultureInfo.InvariantCulture);
            return context.Response.WriteAsync("""{"version":"1.26.3"}""");
        });
        using var client = TestClient.For(server.Url);
        Assert.That(client.Server.Now, Is.Null, "nothing is known yet");

        await client.GetVersionAsync(default);

        Assert.That(client.Server.Now, Is.EqualTo(new DateTimeOffset(2031, 1, 2, 3, 4, 5, TimeSpan.Zero)).Within(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public void RepositoryName_InAnotherCase_IsTheSame()
    {
        Assert.That(new RepositoryName("Customer-AL", "Dev"), Is.EqualTo(Dev));
        Assert.That(new RepositoryName("Customer-AL", "Dev").GetHashCode(), Is.EqualTo(Dev.GetHashCode()));
        Assert.That(new RepositoryName("customer-al", "dev2"), Is.Not.EqualTo(Dev));
    }

    private static string Reference(string name, string sha) => $$"""[{ "ref": "{{name}}", "url": "x", "object": { "type": "commit", "sha": "{{sha}}", "url": "x" } }]""";

    private static RequestDelegate Json(int status, string body) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    };
}
