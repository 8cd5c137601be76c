using System.Collections.Concurrent;
using System.Security.Cryptography;
using GitOps.Gitea.Repositories;
using GitOps.Gitea.Tests.Servers;
using GitOps.Gitea.Users;
using GitOps.Sandbox.Forge;
using GitOps.Testing;

namespace GitOps.Gitea.Tests.Contract;

/// <summary>
/// The server that the contract is checked against: the real Gitea that <c>GITEA_TEST_URL</c> and <c>GITEA_TEST_TOKEN</c>
/// (an administrator's, all scopes) name, otherwise the sandbox's forge. Names are new for each run; disposing deletes
/// what was made.
/// </summary>
/// <remarks>
/// A real Gitea must reach this machine's loopback for the delivery tests:
/// <c>[webhook] ALLOWED_HOST_LIST = loopback</c> (or <c>*</c>).
/// </remarks>
public sealed class LiveGitea : IAsyncDisposable
{
    public const string Password = "Contract-tests-1";

    private readonly TemporaryDirectory? _directory;
    private readonly ForgeServer? _forge;
    private readonly ConcurrentBag<string> _users = [];

    private LiveGitea(Uri url, string token, TemporaryDirectory? directory, ForgeServer? forge)
    {
        (Url, Token, _directory, _forge) = (url, token, directory, forge);
        Client = NewClient(token);
    }

    public Uri Url { get; }

    public string Token { get; }

    /// <summary>Asks as an administrator.</summary>
    public GiteaClient Client { get; }

    public static async Task<LiveGitea> ConnectAsync()
    {
        if (Environment.GetEnvironmentVariable("GITEA_TEST_URL") is { Length: > 0 } url)
        {
            var token = Environment.GetEnvironmentVariable("GITEA_TEST_TOKEN");
            Assert.That(token, Is.Not.Null.And.Not.Empty, "GITEA_TEST_URL is set, so GITEA_TEST_TOKEN must hold an administrator's token");
            return new LiveGitea(new Uri(url), token!, null, null);
        }

        return await StartForgeAsync();
    }

    /// <summary>The sandbox's forge, whatever the environment says.</summary>
    public static async Task<LiveGitea> StartForgeAsync()
    {
        var directory = new TemporaryDirectory("forge");
        var forge = await ForgeServer.StartAsync(new ForgeOptions { DataDirectory = directory["data"] });
        return new LiveGitea(forge.Url, forge.AdminToken, directory, forge);
    }

    public GiteaClient NewClient(string? token, Action<GiteaOptions>? configure = null) => TestClient.For(Url, options =>
    {
        options.Token = token;
        options.AttemptTimeout = options.TotalTimeout = TimeSpan.FromSeconds(30);
        configure?.Invoke(options);
    });

    public static string NewName(string purpose) => $"ct-{purpose}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5))}";

    /// <summary>A new ed25519 key in OpenSSH's form: a length-prefixed name and 32 bytes; any 32 will do.</summary>
    public static string NewKeyLine()
    {
        byte[] blob = [0, 0, 0, 11, .. "ssh-ed25519"u8, 0, 0, 0, 32, .. RandomNumberGenerator.GetBytes(32)];
        return $"ssh-ed25519 {Convert.ToBase64String(blob)} contract@test";
    }

    public async Task<GiteaUser> NewUserAsync(string purpose = "user")
    {
        var name = NewName(purpose);
        _users.Add(name);
        return await Client.Users.CreateAsync(new NewUser(name, $"{name}@contract.test", Password), default);
    }

    public async Task<RepositoryName> NewRepositoryAsync(string? owner = null, bool autoInit = false)
    {
        owner ??= (await NewUserAsync("owner")).Login;
        var made = await Client.Repositories.CreateAsync(owner, new NewRepository(NewName("repo"), AutoInit: autoInit, DefaultBranch: "main"), default);
        return made.FullName;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var user in _users)
        {
            await Client.Users.DeleteAsync(user, purge: true, default);
        }

        Client.Dispose();
        if (_forge is not null)
        {
            await _forge.DisposeAsync();
        }

        _directory?.Dispose();
    }
}
