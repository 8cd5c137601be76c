using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using GitOps.Engine.Composing;
using GitOps.Testing;
using GitOps.Testing.Gateways;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GitOps.Engine.Tests.Composing.Redis;

/// <summary>
/// All that Express Gateway does with Redis, done by a real one that signs in as its environment's user. Redis notes whatever it refuses to anybody
/// (<c>ACL LOG</c>), so a test ends with asking it: one refusal is a fault.
/// </summary>
public sealed class GatewayUserTests
{
    private const string JwtSecret = "a secret that only the sample knows";

    private static readonly string[] Policies = ["key-auth", "basic-auth", "oauth2", "jwt", "oauth2-introspect", "rate-limit"];

    private RedisServer _redis = null!;
    private WebApplication _introspection = null!;
    private ExpressGateway _gateway = null!;
    private HttpClient _client = null!;
    private HttpClient _admin = null!;
    private int _introspections;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _redis = await RedisServer.StartAsync();
        await StartIntrospectionAsync();
        _gateway = await ComposedGateway.StartAsync(ComposedGateway.Compose(Composer, "al/main/dev", Project()), _redis);
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = _gateway.Url };
        _client.DefaultRequestHeaders.Host = "shop.example.org";
        _admin = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = _gateway.AdminUrl };
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _client?.Dispose();
        _admin?.Dispose();
        if (_gateway is not null) await _gateway.DisposeAsync();
        if (_introspection is not null) await _introspection.DisposeAsync();
        if (_redis is not null) await _redis.DisposeAsync();
    }

    [TearDown]
    public async Task NothingWasRefused()
    {
        await using var admin = await _redis.ConnectAsync();
        Assert.That(await admin.SendAsync("ACL", "LOG"), Is.Empty, "commands that Redis refused");
        Assert.That(_gateway.Output.Lines, Has.None.Contains("NOPERM"));
        Assert.That(await admin.ListAsync("KEYS", "*"), Has.All.StartsWith("EG-al-dev--"), "keys that others could meet");
    }

    [Test]
    public async Task AdminApi_UsersAndApplications_AreMadeListedChangedAndRemoved()
    {
        var ids = new List<string>();
        for (var i = 0; i < 250; i++) ids.Add((await PostAsync("users", new { username = $"many-{i}", firstname = "M", lastname = "M" }))["id"]!.GetValue<string>());
        var user = ids[0];
        var app = (await PostAsync("apps", new { name = "till", redirectUri = "https://till.example", userId = user }))["id"]!.GetValue<string>();
        var other = (await PostAsync("apps", new { name = "scale", redirectUri = "https://scale.example", userId = user }))["id"]!.GetValue<string>();

        Assert.That(await ListAsync("users", "users"), Is.SupersetOf(ids));
        Assert.That(await ListAsync("apps", "apps"), Is.EquivalentTo(new[] { app, other }));
        Assert.That((await _admin.GetFromJsonAsync<JsonObject>("users/many-0"))!["id"]!.GetValue<string>(), Is.EqualTo(user));
        await PutAsync($"users/{user}", new { firstname = "Maria" });
        await PutAsync($"users/{user}/status", new { status = false });
        await PutAsync($"apps/{app}", new { name = "till" });
        await PutAsync($"apps/{app}/status", new { status = true });
        using var twice = await _admin.PostAsJsonAsync("users", new { username = "many-0", firstname = "M", lastname = "M" });
        Assert.That(twice.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));

        (await _admin.DeleteAsync($"apps/{other}")).EnsureSuccessStatusCode();
        Assert.That(await ListAsync("apps", "apps"), Is.EqualTo(new[] { app }));
        foreach (var id in ids) (await _admin.DeleteAsync($"users/{id}")).EnsureSuccessStatusCode();
        Assert.That(await ListAsync("users", "users"), Is.Empty.Or.Not.AnyOf(ids));
        Assert.That(await ListAsync("apps", "apps"), Is.Empty, "applications go with their user");
    }

    [Test]
    public async Task AdminApi_ScopesAndCredentials_AreMadeListedChangedAndRemoved()
    {
        var user = (await PostAsync("users", new { username = "sara", firstname = "S", lastname = "S" }))["id"]!.GetValue<string>();
        (await _admin.PostAsJsonAsync("scopes", new { scopes = new[] { "read", "write" } })).EnsureSuccessStatusCode();
        var key = (await PostAsync("credentials", new { consumerId = "sara", type = "key-auth", credential = new { scopes = new[] { "read" } } }))["keyId"]!.GetValue<string>();
        await PostAsync("credentials", new { consumerId = "sara", type = "basic-auth", credential = new { password = "pw", scopes = new[] { "read" } } });
        await PostAsync("credentials", new { consumerId = "sara", type = "oauth2", credential = new { } });
        await PostAsync("credentials", new { consumerId = "sara", type = "jwt", credential = new { } });

        Assert.That((await _admin.GetFromJsonAsync<JsonObject>("credentials"))!["credentials"]!.AsArray(), Has.Count.EqualTo(4));
        Assert.That((await _admin.GetFromJsonAsync<JsonObject>("credentials/sara"))!["credentials"]!.AsArray(), Has.Count.EqualTo(4));
        Assert.That((await _admin.GetFromJsonAsync<JsonObject>("scopes"))!["scopes"]!.AsArray(), Has.Count.EqualTo(2));
        (await _admin.GetAsync("scopes/read")).EnsureSuccessStatusCode();
        await PutAsync($"credentials/key-auth/{key}/scopes", new { scopes = new[] { "read", "write" } });
        await PutAsync($"credentials/key-auth/{key}/scopes/write", new { });
        (await _admin.DeleteAsync($"credentials/key-auth/{key}/scopes/write")).EnsureSuccessStatusCode();
        await PutAsync($"credentials/key-auth/{key}/status", new { status = false });
        (await _admin.DeleteAsync("scopes/read")).EnsureSuccessStatusCode();
        Assert.That((await _admin.GetFromJsonAsync<JsonObject>($"credentials/key-auth/{key}"))!["isActive"]!.GetValue<bool>(), Is.False);

        (await _admin.DeleteAsync($"users/{user}")).EnsureSuccessStatusCode();
        Assert.That((await _admin.GetFromJsonAsync<JsonObject>("credentials"))!["credentials"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task KeyBasicAndJwt_OfAConsumer_LetIn()
    {
        await PostAsync("users", new { username = "kim", firstname = "K", lastname = "K" });
        var key = await PostAsync("credentials", new { consumerId = "kim", type = "key-auth", credential = new { } });
        await PostAsync("credentials", new { consumerId = "kim", type = "basic-auth", credential = new { password = "pw" } });
        var jwt = await PostAsync("credentials", new { consumerId = "kim", type = "jwt", credential = new { } });

        Assert.That(await StatusAsync("key-auth", $"apiKey {key["keyId"]}:{key["keySecret"]}"), Is.EqualTo(HttpStatusCode.NotFound), "let through to where nothing is");
        Assert.That(await StatusAsync("key-auth", "apiKey made:up"), Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await StatusAsync("basic-auth", Basic("kim", "pw")), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await StatusAsync("basic-auth", Basic("kim", "wrong")), Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await StatusAsync("jwt", $"Bearer {Jwt(jwt["keyId"]!.GetValue<string>())}"), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await StatusAsync("jwt", $"Bearer {Jwt("nobody")}"), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task OAuth2_TokenOfAnApplication_LetsInUntilRevoked()
    {
        var user = (await PostAsync("users", new { username = "olga", firstname = "O", lastname = "O" }))["id"]!.GetValue<string>();
        var app = (await PostAsync("apps", new { name = "phone", redirectUri = "https://phone.example", userId = user }))["id"]!.GetValue<string>();
        await PostAsync("credentials", new { consumerId = "olga", type = "basic-auth", credential = new { password = "pw" } });
        var secret = (await PostAsync("credentials", new { consumerId = app, type = "oauth2", credential = new { } }))["secret"]!.GetValue<string>();

        var byClient = await TokenAsync(new() { ["grant_type"] = "client_credentials", ["client_id"] = app, ["client_secret"] = secret });
        var byPassword = await TokenAsync(new() { ["grant_type"] = "password", ["client_id"] = app, ["client_secret"] = secret, ["username"] = "olga", ["password"] = "pw" });
        var refreshed = await TokenAsync(new() { ["grant_type"] = "refresh_token", ["client_id"] = app, ["client_secret"] = secret, ["refresh_token"] = byPassword["refresh_token"]!.GetValue<string>() });

        foreach (var token in new[] { byClient, byPassword, refreshed })
            Assert.That(await StatusAsync("oauth2", $"Bearer {token["access_token"]}"), Is.EqualTo(HttpStatusCode.NotFound));
        (await _admin.DeleteAsync($"tokens/{byClient["access_token"]}")).EnsureSuccessStatusCode();
        Assert.That(await StatusAsync("oauth2", $"Bearer {byClient["access_token"]}"), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Introspection_SameTokenTwice_IsAskedForOnceAndKeptForThisEnvironmentAlone()
    {
        Assert.That(await StatusAsync("oauth2-introspect", "Bearer good"), Is.EqualTo(HttpStatusCode.NotFound));
        await using var admin = await _redis.ConnectAsync();
        await Eventually.That(async () => (long)(await admin.SendAsync("TTL", "EG-al-dev--accesstoken.good"))!, Is.InRange(1L, 60L));
        Assert.That(await StatusAsync("oauth2-introspect", "Bearer good"), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await StatusAsync("oauth2-introspect", "Bearer bad"), Is.EqualTo(HttpStatusCode.Unauthorized));

        Assert.That(_introspections, Is.EqualTo(2));
        await admin.SendAsync("SET", "accesstoken.planted", """{"active":true}""");
        Assert.That(await StatusAsync("oauth2-introspect", "Bearer planted"), Is.EqualTo(HttpStatusCode.Unauthorized), "what another environment could have planted");
        await admin.SendAsync("DEL", "accesstoken.planted");
    }

    [Test]
    public async Task RateLimit_OverTheLimit_IsRefused()
    {
        Assert.That(await StatusAsync("rate-limit", null), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await StatusAsync("rate-limit", null), Is.EqualTo(HttpStatusCode.TooManyRequests));
    }

    private static LunchBadgerComposer Composer => new(new CompositionSettings { RedisUserKey = TestSnapshots.RedisUserKey, CustomerDomain = "example.com", EndpointAllow = "127.0.0.1" });

    /// <summary>A pipeline for each policy, below a path of its name.</summary>
    private JsonObject Project()
    {
        var endpoint = $"{_introspection.Urls.First()}/introspect";
        var actions = new Dictionary<string, JsonObject>
        {
            ["oauth2-introspect"] = new JsonObject { ["endpoint"] = endpoint, ["authorization_value"] = "Basic x", ["ttl"] = 60 },
            ["jwt"] = new JsonObject { ["secretOrPublicKey"] = JwtSecret, ["checkCredentialExistence"] = true },
            ["rate-limit"] = new JsonObject { ["max"] = 1, ["windowMs"] = 600_000 },
        };
        JsonArray Each(Func<string, JsonObject> of) => [.. Policies.Select(of)];
        return new JsonObject
        {
            ["gateways"] = new JsonArray(new JsonObject
            {
                ["id"] = "g",
                ["name"] = "Shop",
                ["policies"] = new JsonArray([.. Policies.Select(policy => JsonValue.Create(policy))]),
                ["pipelines"] = Each(policy => new JsonObject
                {
                    ["id"] = $"p-{policy}",
                    ["policies"] = new JsonArray(new JsonObject { [policy] = new JsonArray(new JsonObject { ["action"] = actions.GetValueOrDefault(policy) ?? [] }) }),
                }),
            }),
            ["serviceEndpoints"] = new JsonArray(),
            ["apiEndpoints"] = Each(policy => new JsonObject { ["id"] = $"e-{policy}", ["host"] = "shop.example.org", ["paths"] = new JsonArray($"/{policy}/*") }),
            ["connections"] = Each(policy => new JsonObject { ["fromId"] = $"p-{policy}", ["toId"] = $"e-{policy}" }),
        };
    }

    private async Task StartIntrospectionAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _introspection = builder.Build();
        _introspection.MapPost("/introspect", async (HttpRequest request) =>
        {
            Interlocked.Increment(ref _introspections);
            return new { active = (await request.ReadFormAsync())["token"] == "good" };
        });
        await _introspection.StartAsync();
    }

    private async Task<HttpStatusCode> StatusAsync(string policy, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{policy}/x");
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await _client.SendAsync(request);
        return answer.StatusCode;
    }

    private async Task<JsonObject> TokenAsync(Dictionary<string, string> form)
    {
        using var answer = await _client.PostAsync("oauth2/token", new FormUrlEncodedContent(form));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.IsSuccessStatusCode, Is.True, $"{form["grant_type"]}: {text}");
        return JsonNode.Parse(text)!.AsObject();
    }

    private async Task<JsonObject> PostAsync(string path, object body)
    {
        using var answer = await _admin.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.IsSuccessStatusCode, Is.True, $"{path}: {text}");
        return JsonNode.Parse(text)!.AsObject();
    }

    private async Task PutAsync(string path, object body)
    {
        using var answer = await _admin.PutAsJsonAsync(path, body);
        Assert.That(answer.IsSuccessStatusCode, Is.True, $"{path}: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Ids of all pages.</summary>
    private async Task<List<string>> ListAsync(string path, string member)
    {
        var ids = new List<string>();
        var next = 0L;
        do
        {
            var page = (await _admin.GetFromJsonAsync<JsonObject>($"{path}?start={next}&count=50"))!;
            ids.AddRange(page[member]!.AsArray().Select(item => item!["id"]!.GetValue<string>()));
            next = page["nextKey"]!.GetValue<long>();
        }
        while (next != 0);
        return ids;
    }

    private static string Basic(string user, string password) =>
        new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))).ToString();

    private static string Jwt(string subject)
    {
        static string Encode(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
        var claim = $"{Encode("""{"alg":"HS256","typ":"JWT"}"""u8)}.{Encode(Encoding.UTF8.GetBytes($$"""{"sub":"{{subject}}"}"""))}";
        return $"{claim}.{Encode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(JwtSecret), Encoding.ASCII.GetBytes(claim)))}";
    }
}
