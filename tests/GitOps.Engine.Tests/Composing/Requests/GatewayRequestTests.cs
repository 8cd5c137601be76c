using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using GitOps.Engine.Composing;
using GitOps.Engine.Tests.Composing.Redis;
using GitOps.Model.Snapshots;
using GitOps.Testing;
using GitOps.Testing.Gateways;

namespace GitOps.Engine.Tests.Composing.Requests;

/// <summary>
/// The project of <c>fixtures/gateway-requests</c>, composed, runs in a real Express Gateway with a real Redis, and requests pass or are
/// refused as its policies say. All tests share one gateway, and each asks for other paths.
/// </summary>
public sealed class GatewayRequestTests
{
    private const string Model = "workspace-al-dev.customer:3000";
    private const string Function = "fn-al-dev-hello.customer:8080";
    private const string Orders = "orders.example:80";
    private const string Search = "search-a.example:80";
    private const string OtherSearch = "search-b.example:80";

    private RedisServer _redis = null!;
    private Upstreams _upstreams = null!;
    private ExpressGateway _gateway = null!;
    private HttpClient _client = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _redis = await RedisServer.StartAsync();
        _upstreams = await Upstreams.StartAsync(Model, Function, Orders, Search, OtherSearch);
        _gateway = await StartGatewayAsync("al", GatewayAdminAccess.Protected);
        _client = ClientOf(_gateway, "shop-al-dev.example.com");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _client?.Dispose();
        if (_gateway is not null) await _gateway.DisposeAsync();
        if (_upstreams is not null) await _upstreams.DisposeAsync();
        if (_redis is not null) await _redis.DisposeAsync();
    }

    [Test]
    public async Task Get_Model_IsAnsweredByTheWorkspace() =>
        Assert.That(await _client.GetStringAsync("items/1"), Is.EqualTo($"{Model} GET /api/Items/1"));

    [Test]
    public async Task Post_Function_IsAnsweredByIt()
    {
        using var answer = await _client.PostAsync("hello", new StringContent("hi"));

        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo($"{Function} POST /"));
    }

    [Test]
    public async Task Get_EndpointOfAnotherMethod_IsNotFound() => Assert.That(await StatusAsync("hello"), Is.EqualTo(HttpStatusCode.NotFound));

    [Test]
    public async Task Get_UnknownPathOrHost_IsNotFound()
    {
        using var stranger = ClientOf(_gateway, "shop-bo-dev.example.com");

        using var answer = await stranger.GetAsync("items/1");
        Assert.Multiple(() =>
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(async () => await StatusAsync("nothing"), Is.EqualTo(HttpStatusCode.NotFound));
        });
    }

    [Test]
    public async Task Get_EndpointOfTwoUrls_TakesTurns()
    {
        var served = new List<string>();
        for (var i = 0; i < 4; i++) served.Add((await _client.GetStringAsync("search/turns")).Split(' ')[0]);

        Assert.That(served.GroupBy(name => name).Select(group => (group.Key, group.Count())), Is.EquivalentTo(new[] { (Search, 2), (OtherSearch, 2) }));
    }

    [Test]
    public async Task Options_Preflight_IsAnsweredAsCorsSays()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "items");
        request.Headers.Add("Origin", "https://shop.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");

        using var answer = await _client.SendAsync(request);

        Assert.Multiple(() =>
        {
            Assert.That(answer.Headers.GetValues("Access-Control-Allow-Origin"), Is.EqualTo(new[] { "https://shop.example" }));
            Assert.That(answer.Headers.GetValues("Access-Control-Allow-Methods"), Is.EqualTo(new[] { "GET,POST" }));
            Assert.That(answer.Headers.GetValues("Access-Control-Allow-Credentials"), Is.EqualTo(new[] { "true" }));
        });
    }

    [Test]
    public async Task Get_ConditionThatHolds_RunsItsPolicyAlone()
    {
        using var posted = await _client.PostAsync("search/closed", null);

        Assert.Multiple(() =>
        {
            Assert.That(async () => await StatusAsync("search/closed"), Is.EqualTo(HttpStatusCode.Gone), "the path, and not a POST");
            Assert.That(async () => await StatusAsync("search/open"), Is.EqualTo(HttpStatusCode.OK), "another path");
            Assert.That(posted.StatusCode, Is.EqualTo(HttpStatusCode.OK), "a POST");
        });
    }

    [Test]
    public async Task Get_OverTheLimit_IsRefusedHereAndNotAtAnothersGateway()
    {
        for (var i = 0; i < 3; i++) Assert.That(await StatusAsync($"search/limited/{i}"), Is.EqualTo(HttpStatusCode.OK));
        Assert.Multiple(() =>
        {
            Assert.That(async () => await StatusAsync("search/limited/4"), Is.EqualTo(HttpStatusCode.TooManyRequests));
            Assert.That(async () => await StatusAsync("search/free"), Is.EqualTo(HttpStatusCode.OK), "a path that the condition leaves out");
        });

        await using var other = await StartGatewayAsync("bo", GatewayAdminAccess.Protected);
        using var client = ClientOf(other, "shop-bo-dev.example.com");
        using var answer = await client.GetAsync("search/limited/1");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Get_EndpointWithKeyAndScope_TakesWhoHasBoth()
    {
        var scoped = await KeyAsync(_gateway, "holder", "orders:read");
        var unscoped = await KeyAsync(_gateway, "visitor", null);

        Assert.Multiple(() =>
        {
            Assert.That(async () => await StatusAsync("orders/1"), Is.EqualTo(HttpStatusCode.Unauthorized), "no key");
            Assert.That(async () => await StatusAsync("orders/1", "made:up"), Is.EqualTo(HttpStatusCode.Unauthorized), "a wrong key");
            Assert.That(async () => await StatusAsync("orders/1", unscoped), Is.EqualTo(HttpStatusCode.Forbidden), "a key without the scope");
            Assert.That(async () => await StatusAsync("orders/1", scoped), Is.EqualTo(HttpStatusCode.OK), "a key with the scope");
        });
    }

    [Test]
    public async Task Get_WithAKeyOfAnotherProducersGateway_IsRefused()
    {
        await using var other = await StartGatewayAsync("bo", GatewayAdminAccess.Protected);
        var foreign = await KeyAsync(other, "holder", "orders:read");

        Assert.That(await StatusAsync("orders/1", foreign), Is.EqualTo(HttpStatusCode.Unauthorized), "one Redis, two namespaces");
    }

    [TestCase(GatewayAdminAccess.Protected, HttpStatusCode.NotFound)]
    [TestCase(GatewayAdminAccess.Open, HttpStatusCode.OK)]
    public async Task Get_AdminHost_LeadsToTheAdminApiOnlyWhenOpen(GatewayAdminAccess access, HttpStatusCode status)
    {
        await using var gateway = await StartGatewayAsync("cy", access);
        using var client = ClientOf(gateway, "admin-shop-cy-dev.example.com");

        using var answer = await client.GetAsync("users");

        Assert.That(answer.StatusCode, Is.EqualTo(status));
    }

    [TestCase(GatewayAdminAccess.Protected)]
    [TestCase(GatewayAdminAccess.Open)]
    public async Task AdminApi_FromAnotherAddressThanItsPodsLoopback_DoesNotListen(GatewayAdminAccess access)
    {
        await using var gateway = await StartGatewayAsync("dy", access, keepsAdminAddress: true);
        using var inside = new HttpClient { BaseAddress = gateway.AdminUrl };
        using var answer = await inside.GetAsync("users");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), "inside of the pod it serves");

        // Another address of this machine, as the pod's own is another than loopback.
        using var outside = new TcpClient();
        var refusal = Assert.ThrowsAsync<SocketException>(() => outside.ConnectAsync("127.0.0.2", gateway.AdminUrl.Port));
        Assert.That(refusal.SocketErrorCode, Is.EqualTo(SocketError.ConnectionRefused));
    }

    private static HttpClient ClientOf(ExpressGateway gateway, string host)
    {
        var client = new HttpClient { BaseAddress = gateway.Url };
        client.DefaultRequestHeaders.Host = host;
        return client;
    }

    private async Task<HttpStatusCode> StatusAsync(string path, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null) request.Headers.TryAddWithoutValidation("Authorization", $"apiKey {key}");
        using var answer = await _client.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>Makes a consumer with an API key through the gateway's admin API; the key as clients send it.</summary>
    private static async Task<string> KeyAsync(ExpressGateway gateway, string user, string? scope)
    {
        using var admin = new HttpClient { BaseAddress = gateway.AdminUrl };
        (await admin.PostAsJsonAsync("users", new { username = user, firstname = user, lastname = user })).EnsureSuccessStatusCode();
        if (scope is not null) (await admin.PostAsJsonAsync("scopes", new { scopes = new[] { scope } })).EnsureSuccessStatusCode();
        using var made = await admin.PostAsJsonAsync(
            "credentials", new { consumerId = user, type = "key-auth", credential = new { scopes = scope is null ? Array.Empty<string>() : [scope] } });
        var credential = (await made.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>())!;
        return $"{credential["keyId"]}:{credential["keySecret"]}";
    }

    /// <summary>Composes the sample for a producer, copies its files as the init container does, and starts the program with the pod's variables.</summary>
    private Task<ExpressGateway> StartGatewayAsync(string producer, GatewayAdminAccess access, bool keepsAdminAddress = false) =>
        ComposedGateway.StartAsync(Compose(producer, access), _redis, _upstreams.Environment, keepsAdminAddress);

    private static Composition Compose(string producer, GatewayAdminAccess access)
    {
        var sample = new FixtureCase(Fixtures.Folder("gateway-requests"));
        var dev = Documents(sample, RepositoryRole.Dev, "dev");
        foreach (var (path, text) in TestSnapshots.ProjectFile($"{producer}-dev", JsonNode.Parse(sample.Read("project.json"))!.AsObject())) dev[path] = text;
        var composition = new LunchBadgerComposer(new CompositionSettings { RedisUserKey = TestSnapshots.RedisUserKey, CustomerDomain = "example.com", GatewayAdmin = access })
            .Compose(TestSnapshots.Of(producer, dev, Documents(sample, RepositoryRole.Functions, "functions")));
        Assert.That(composition.Problems, Is.Empty);
        return composition;
    }

    private static Dictionary<string, string> Documents(FixtureCase files, RepositoryRole role, string folder) => files.Files(folder)
        .Where(path => DocumentPaths.IsDocument(role, path) || DocumentPaths.IsCode(role, path))
        .ToDictionary(path => path, path => files.Read($"{folder}/{path}"), StringComparer.Ordinal);
}
