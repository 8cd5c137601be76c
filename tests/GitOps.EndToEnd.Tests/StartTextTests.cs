using GitOps.Testing;

namespace GitOps.EndToEnd.Tests;

/// <summary>
/// What programs print before they run: help texts, usage errors, settings that cannot be used, servers that cannot be reached. Every
/// secret in their environment or on their command line is a text that this can be searched for.
/// </summary>
public sealed class StartTextTests
{
    private const string Secret = "sentinel-4711";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    // All that any of the programs reads a secret from; each takes what it knows.
    private static readonly string[] SecretVariables =
    [
        "GITEA_TOKEN", "WEBHOOK_SECRET", "SERVICE_TOKENS", "POD_TOKEN_KEY", "OAUTH_CLIENT_SECRET", "ACTUALIZER_TOKEN", "CONFIGSTORE_TOKEN", "REDIS_PASSWORD",
        "REDIS_USER_KEY", "REDIS_ADMIN_PASSWORD", "LB_PULL_SECRET_CONFIG",
    ];

    private static readonly Dictionary<string, string> Usable = new()
    {
        ["GITEA_URL"] = "http://127.0.0.1:1",
        ["PUBLIC_URL"] = "http://127.0.0.1:1",
        ["CONFIGSTORE_URL"] = "http://127.0.0.1:1",
        ["CUSTOMER_DOMAIN"] = "example.com",
    };

    [Test]
    [TestCase("Sandbox")]
    [TestCase("Configstore")]
    [TestCase("Actualizer")]
    public async Task Promise9_Help_ShowsNoSecret(string program)
    {
        var (code, said) = await RunAsync(program, SecretsSetTo(Secret), "--help");

        Assert.That(code, Is.Zero, said);
        Assert.That(said, Does.Contain(program == "Sandbox" ? "GITEA_TOKEN" : "secret").And.Not.Contain(Secret));
    }

    [Test]
    public async Task Promise9_UsageErrorOfTheSandbox_ShowsNoSecret()
    {
        var (code, said) = await RunAsync("Sandbox", SecretsSetTo(Secret), "--gitea", "nonsense", "--gitea-token", Secret);

        Assert.That(code, Is.Not.Zero);
        Assert.That(said, Does.Contain("nonsense").And.Contain("--gitea-token").And.Not.Contain(Secret));
    }

    [Test]
    [TestCase("Configstore")]
    [TestCase("Actualizer")]
    public async Task Promise9_UnusableSettings_AreListedWithoutTheirSecrets(string program)
    {
        // A quote and a line break make a secret unusable wherever it has a form at all.
        var (code, said) = await RunAsync(program, SecretsSetTo($"{Secret}'\n"));

        Assert.That(code, Is.EqualTo(78), said);
        Assert.That(said, Does.Contain("POD_TOKEN_KEY").And.Not.Contain(Secret));
    }

    [Test]
    [TestCase("Configstore", "GITEA_URL")]
    [TestCase("Configstore", "PUBLIC_URL")]
    [TestCase("Actualizer", "CONFIGSTORE_URL")]
    public async Task Promise9_UnusableAddressWithAPassword_IsNotRepeated(string program, string setting)
    {
        var (code, said) = await RunAsync(program, new Dictionary<string, string?> { [setting] = $"ftp://somebody:{Secret}@example.com" });

        Assert.That(code, Is.EqualTo(78), said);
        Assert.That(said, Does.Contain(setting).And.Not.Contain(Secret));
    }

    [Test]
    public async Task GiteaToken_InTheEnvironmentAlone_IsEnough_AndAnUnreachableGiteaIsNamed()
    {
        using var data = new TemporaryDirectory("sandbox");
        using var closed = FreePort.Reserve();

        var (code, said) = await RunAsync(
            "Sandbox", new Dictionary<string, string?> { ["GITEA_TOKEN"] = Secret }, "--data", data.Path, "--ports", "auto", "--gitea", $"http://127.0.0.1:{closed.Number}");

        Assert.That(code, Is.EqualTo(1), said);
        Assert.That(said, Does.Contain("did not start").And.Contain($"127.0.0.1:{closed.Number}").And.Not.Contain("--gitea-token").And.Not.Contain(Secret).And.Not.Contain("   at "));
    }

    [Test]
    public async Task GiteaToken_Nowhere_IsAskedFor()
    {
        var (code, said) = await RunAsync("Sandbox", new Dictionary<string, string?> { ["GITEA_TOKEN"] = null }, "--gitea", "http://127.0.0.1:1");

        Assert.That(code, Is.Not.Zero);
        Assert.That(said, Does.Contain("give --gitea-token or set GITEA_TOKEN"));
    }

    private static Dictionary<string, string?> SecretsSetTo(string value) => SecretVariables.ToDictionary(name => name, string? (_) => value);

    private static async Task<(int Code, string Said)> RunAsync(string program, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var all = Usable.ToDictionary(setting => setting.Key, string? (setting) => setting.Value);
        foreach (var (name, value) in environment) all[name] = value;
        await using var child = ChildProcess.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, $"GitOps.{program}.dll"), .. arguments], AppContext.BaseDirectory, all);
        var code = await child.WaitForExitAsync().WaitAsync(Deadline);
        return (code, child.Output.ToString());
    }
}
