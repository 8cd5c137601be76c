using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using GitOps.Sandbox.Forge;
using GitOps.Sandbox.Forge.Webhooks;
using GitOps.Testing;

namespace GitOps.Sandbox.Tests.Forge;

/// <summary>A forge of its own for each test, with producer al, repository al/dev (empty, private) and an administrator's client.</summary>
internal abstract class ForgeFixture
{
    protected const string Password = "a long password";

    private readonly List<GitClient> _clones = [];
    private TemporaryDirectory _files = null!;

    protected ForgeServer Server { get; private set; } = null!;

    /// <summary>Signed in as the administrator.</summary>
    protected HttpClient Admin { get; private set; } = null!;

    protected string DataDirectory => _files["data"];

    protected string AlsToken { get; private set; } = "";

    [SetUp]
    public async Task StartForge()
    {
        _files = new TemporaryDirectory("forge");
        await RestartAsync();
        Server.Forge.CreateUser("al", Password, "al@example.com");
        AlsToken = Server.Forge.CreateToken("al", "git");
        Server.Forge.CreateRepository("al", "dev");
    }

    [TearDown]
    public async Task StopForge()
    {
        _clones.ForEach(clone => clone.Dispose());
        _clones.Clear();
        Admin.Dispose();
        await Server.DisposeAsync();
        _files.Dispose();
    }

    /// <summary>Ends the forge, if there is one, and starts it again with the same data.</summary>
    protected async Task RestartAsync(TimeSpan? pushDelay = null, PushQueue queue = PushQueue.Level)
    {
        if (Server is not null)
        {
            Admin.Dispose();
            await Server.DisposeAsync();
        }

        Server = await ForgeServer.StartAsync(new ForgeOptions { DataDirectory = DataDirectory, PushDelay = pushDelay ?? TimeSpan.Zero, Queue = queue });
        Admin = Client("token", Server.AdminToken);
    }

    protected HttpClient Client(string scheme, string credentials)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(scheme, credentials);
        return client;
    }

    protected HttpClient Basic(string user, string password = Password) =>
        Client("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    protected HttpClient Anonymous() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(Server.Url, "/api/v1/") };

    /// <summary>Where git finds a repository, with al's token as the password.</summary>
    protected string CloneUrl(string repository = "al/dev", string user = "al", string? password = null) =>
        $"http://{user}:{Uri.EscapeDataString(password ?? AlsToken)}@{Server.Url.Authority}/{repository}.git";

    /// <summary>A new working copy whose remote <c>origin</c> is the repository; nothing is fetched.</summary>
    protected async Task<GitClient> WorkingCopyAsync(string? url = null)
    {
        var directory = _files["work-" + _clones.Count];
        Directory.CreateDirectory(directory);
        var git = new GitClient(directory);
        _clones.Add(git);
        await git.RunAsync("init", "-q", "-b", "main");
        await git.RunAsync("remote", "add", "origin", url ?? CloneUrl());
        return git;
    }

    /// <summary>Hears of everything that happens in a repository, or in all of them.</summary>
    protected async Task<WebhookReceiver> ListenAsync(string hooks = "repos/al/dev/hooks", string secret = "", string branchFilter = "*", string contentType = "json")
    {
        var receiver = await WebhookReceiver.StartAsync();
        using var response = await Admin.PostAsJsonAsync(hooks, new
        {
            type = "gitea",
            active = true,
            events = (string[])["push", "create", "delete", "repository"],
            branch_filter = branchFilter,
            config = new { url = receiver.Url, content_type = contentType, secret, is_system_webhook = "true" },
        });
        Assert.That((int)response.StatusCode, Is.EqualTo(201), await response.Content.ReadAsStringAsync());
        return receiver;
    }

    protected static async Task<JsonElement> GetAsync(HttpClient client, string path) => await client.GetFromJsonAsync<JsonElement>(path);
}
