using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using GitOps.Sandbox.Forge;
using GitOps.Testing;

namespace GitOps.Sandbox.Tests.Forge.Recordings;

/// <summary>
/// Plays the whole recorded session again, call by call and in order, against an embedded forge. What was done between
/// the recorded calls (pushes, tokens) is done here too, so that every call meets the state that it met.
/// </summary>
internal sealed class RecordedSession : IAsyncDisposable
{
    private const string Admin = "gitea-admin";
    private const string Password = "user-password-1";
    private readonly TemporaryDirectory _files = new("forge-recordings");
    private readonly Dictionary<string, Answer> _answers = [];
    private readonly Dictionary<string, string> _commits = [];
    private readonly Dictionary<string, string> _tokens = [];
    private ForgeServer _server = null!;
    private WebhookReceiver _receiver = null!;
    private GitClient _dev = null!;
    private GitClient _functions = null!;
    private HttpClient _http = null!;

    public IReadOnlyDictionary<string, Answer> Answers => _answers;

    public IReadOnlyCollection<WebhookReceiver.Delivery> Deliveries => _receiver.Deliveries;

    public string Url => _server.Url.GetLeftPart(UriPartial.Authority);

    public static async Task<RecordedSession> PlayAsync(Func<Recording, bool> isPlayed)
    {
        var session = new RecordedSession();
        await session.StartAsync();
        foreach (var recording in Recording.All)
        {
            await session.PrepareAsync(recording.Number);
            if (!recording.IsDelivery && isPlayed(recording))
            {
                // The recorded calls were made when Gitea's queue had long handled what was pushed before.
                await session._server.Forge.WebhooksSentAsync();
                session._answers[recording.Name] = await session.SendAsync(recording);
            }
        }

        await session._server.Forge.WebhooksSentAsync();
        return session;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _dev.Dispose();
        _functions.Dispose();
        await _server.DisposeAsync();
        await _receiver.DisposeAsync();
        _files.Dispose();
    }

    private async Task StartAsync()
    {
        _receiver = await WebhookReceiver.StartAsync();
        _server = await ForgeServer.StartAsync(new ForgeOptions { DataDirectory = _files["data"], AdminUser = Admin, AdminEmail = "admin@gitea.local" });
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        _dev = await WorkingCopyAsync("dev");
        _functions = await WorkingCopyAsync("functions");
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"{Url}/api/v1/admin/users/{Admin}")
        {
            Content = JsonContent.Create(new { login_name = "", password = Password }),
            Headers = { Authorization = new AuthenticationHeaderValue("token", _server.AdminToken) },
        };
        using var response = await _http.SendAsync(request);
        Assert.That(response.IsSuccessStatusCode, Is.True, await response.Content.ReadAsStringAsync());
    }

    private async Task<GitClient> WorkingCopyAsync(string repository)
    {
        var git = new GitClient(Directory.CreateDirectory(_files[repository]).FullName, "al@gitea.local");
        await git.RunAsync("init", "-q", "-b", "main");
        await git.RunAsync("remote", "add", "origin", $"http://customer-al:{Password}@{_server.Url.Authority}/customer-al/{repository}.git");
        return git;
    }

    // What the session did before the call of this number, beside the recorded calls.
    private Task PrepareAsync(int number) => number switch
    {
        95 => PushFirstAsync(),
        99 => PushBranchAndTagAsync(),
        140 => PushFunctionsAsync(),
        160 => RewriteAsync(),
        183 => MakeTokensAsync(),
        203 => Task.Run(() => _server.Forge.AddOAuthApplication("deck", "deck", "secret-of-the-deck", new Uri("http://127.0.0.1:9/cb"))),
        _ => Task.CompletedTask,
    };

    private async Task PushFirstAsync()
    {
        _dev.Write("README.md", "# dev\n");
        _dev.Write("svc/app.yaml", "name: app\nreplicas: 1\n");
        _dev.Write("ünïcode file.txt", "hé\n");
        await _dev.CommitAsync("first: add service");
        await _dev.RunAsync("push", "-q", "origin", "main");
    }

    private async Task PushBranchAndTagAsync()
    {
        for (var replicas = 17; replicas <= 29; replicas++)
        {
            _dev.Write("svc/app.yaml", $"name: app\nreplicas: {replicas}\n");
            _commits["04e73b72c4a79ff247dabcfee52ece1c2b286704"] = await _dev.CommitAsync($"lag {replicas}");
        }

        await _dev.RunAsync("push", "-q", "origin", "main");
        await _dev.RunAsync("checkout", "-q", "-b", "feature/one");
        _dev.Write("two.txt", "2\n");
        await _dev.CommitAsync("feature");
        await _dev.RunAsync("push", "-q", "origin", "feature/one");
        await _dev.RunAsync("tag", "v1");
        await _dev.RunAsync("push", "-q", "origin", "v1");
        await _dev.RunAsync("checkout", "-q", "main");
    }

    private async Task PushFunctionsAsync()
    {
        _functions.Write("readme.txt", "functions\n");
        await _functions.CommitAsync("functions");
        await _functions.RunAsync("push", "-q", "origin", "main");
    }

    private async Task RewriteAsync()
    {
        await _dev.RunAsync("pull", "-q", "origin", "main");
        _dev.Write("z", "1\n");
        await _dev.CommitAsync("add z");
        _dev.Write("z", "2\n");
        await _dev.CommitAsync("change z");
        await _dev.RunAsync("push", "-q", "origin", "main");
        await _dev.RunAsync("reset", "-q", "--hard", "HEAD~1");
        _dev.Write("z", "3\n");
        _commits["f4b6618ccb3de28a3cb93c773842c7a8fc3117ae"] = await _dev.CommitAsync("rewritten");
        await _dev.RunAsync("push", "-q", "--force", "origin", "main");
        await _dev.RunAsync("push", "-q", "origin", "--delete", "feature/one");
    }

    private async Task MakeTokensAsync()
    {
        foreach (var (name, scopes) in new[] { ("ci", (string[])["write:repository", "read:user"]), ("ci2", ["read:repository"]), ("ci3", ["all"]) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{Url}/api/v1/users/customer-al/tokens")
            {
                Content = JsonContent.Create(new { name, scopes }),
                Headers = { Authorization = Basic("customer-al") },
            };
            using var response = await _http.SendAsync(request);
            _tokens[name] = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("sha1").GetString()!;
        }
    }

    private async Task<Answer> SendAsync(Recording recording)
    {
        using var request = new HttpRequestMessage(new HttpMethod(recording.Method), Url + Substitute(recording.Target));
        if (recording.RequestBody is { } body)
        {
            request.Content = new StringContent(Substitute(body), Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in recording.RequestHeaders.Where(header => header.Key is not ("Content-Type" or "Authorization")))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.Authorization = Credentials(recording);
        using var response = await _http.SendAsync(request);
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(
            header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer((int)response.StatusCode, headers, await response.Content.ReadAsStringAsync());
    }

    // The recordings blank credentials; whose they were follows from their names.
    private AuthenticationHeaderValue? Credentials(Recording recording) => recording.RequestHeaders.GetValueOrDefault("Authorization") switch
    {
        null => null,
        "token <admin-token>" => new("token", _server.AdminToken),
        "token <bad>" => new("token", "0123456789012345678901234567890123456789"),
        "Bearer <credential>" => new("Bearer", _server.AdminToken),
        "token <credential>" => new("token", _tokens[recording.Number switch { 187 => "ci3", _ => "ci2" }]),
        _ => recording.Number switch
        {
            9 => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Admin + ":wrong"))),
            10 => Basic(Admin),
            67 or 152 or 178 or 179 or 180 or 202 => Basic("customer-bo"),
            _ => Basic("customer-al"),
        },
    };

    private static AuthenticationHeaderValue Basic(string user) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{Password}")));

    private string Substitute(string text)
    {
        text = text.Replace("<admin-token>", _server.AdminToken, StringComparison.Ordinal)
            .Replace("<user-password>", Password, StringComparison.Ordinal)
            .Replace("http://hooks.local/hooks/", $"{_receiver.Url}/", StringComparison.Ordinal);
        return _commits.Aggregate(text, (current, commit) => current.Replace(commit.Key, commit.Value, StringComparison.Ordinal));
    }

    internal sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, string Body);
}
