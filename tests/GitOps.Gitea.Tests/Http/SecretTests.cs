using System.ComponentModel.DataAnnotations;
using GitOps.Gitea.Hooks;
using GitOps.Gitea.Tests.Servers;
using GitOps.Gitea.Users;
using Microsoft.Extensions.Logging;

namespace GitOps.Gitea.Tests.Http;

/// <summary>Promise 9: secrets appear in no output.</summary>
public sealed class SecretTests
{
    private const string Secret = "sentinel-secret";

    private static readonly object[] Holders =
    [
        new GiteaOptions { BaseUrl = new("http://gitea.local"), Token = Secret },
        GiteaCredential.Token(Secret),
        GiteaCredential.Basic("al", Secret),
        new NewUser("al", "al@gitea.local", Secret),
        new UserEdit("al") { Password = Secret },
        new Tokens.AccessToken(1, "ci", Secret),
        NewHook.Json(new("http://hooks.local"), Secret, "push"),
    ];

    [TestCaseSource(nameof(Holders))]
    public void ToString_HolderOfASecret_LeavesItOut(object holder) => Assert.That(holder.ToString(), Does.Not.Contain(Secret));

    [Test]
    public async Task Logs_OfFailingCalls_HoldNoCredential()
    {
        var log = new ListLogger();
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        using var client = new GiteaClient(TestClient.Options(server.Url), TimeProvider.System, log);

        var error = Assert.CatchAsync(() => client.Users.GetCurrentAsync(default))!;

        Assert.That(log.Lines, Is.Not.Empty);
        Assert.That(string.Join('\n', log.Lines) + error + client, Does.Not.Contain(TestClient.Token));
    }

    [TestCase("", "http://gitea.local")]
    [TestCase("a b", "http://gitea.local")]
    [TestCase("a\r\nX: y", "http://gitea.local")]
    [TestCase("good", "ftp://gitea.local")]
    [TestCase("good", "http://user:password@gitea.local")]
    public void NewClient_OptionsOutOfRange_IsRefusedWithoutTheirSecrets(string token, string url)
    {
        var options = new GiteaOptions { BaseUrl = new(url), Token = token };

        var error = Assert.Throws<ValidationException>(() => _ = new GiteaClient(options, TimeProvider.System, new ListLogger()))!;

        Assert.That(error.Message, Does.Not.Contain("password@"));
    }

    private sealed class ListLogger : ILogger<GiteaClient>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{formatter(state, exception)} {exception}");
    }
}
