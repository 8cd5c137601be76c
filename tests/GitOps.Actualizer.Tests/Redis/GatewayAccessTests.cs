using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Actualizer.Tests.Support;
using GitOps.Engine.Redis;
using GitOps.Model.Api;
using GitOps.Testing;
using GitOps.Testing.Gateways;

namespace GitOps.Actualizer.Tests.Redis;

/// <summary>An actualizer with a real cluster and a real Redis; and gateways that run from what it made there.</summary>
internal sealed class GatewayAccessTests : ActualizerFixture
{
    private const string Key = "a-key-of-at-least-32-characters-0001";
    private const string NewKey = "a-key-of-at-least-32-characters-0002";

    private RedisServer _redis = null!;

    [SetUp]
    public async Task StartRedis() => _redis = await RedisServer.StartAsync();

    [TearDown]
    public async Task StopRedis()
    {
        if (_redis is not null) await _redis.DisposeAsync();
    }

    [Test]
    public async Task Promise6_RedisDown_GatewaysWaitAndNothingElseDoes()
    {
        await _redis.StopAsync();
        await StartWithRedisAsync(Key);
        await ApplyAsync("bo", Project.Of("bo"));
        Store.Push("al", Project.Of("al", "Shop"));

        var status = await ReportedAsync("al", ReconcileState.Waiting, reason: "RedisUnavailable");

        Assert.That(status.Message, Does.Contain($"Redis at 127.0.0.1:{_redis.Port} gives no answer"));
        Assert.That(await Cluster.NamesAsync("Deployment", "al"), Is.EqualTo(new[] { "sls-api-al-dev", "workspace-al-dev" }));
        await _redis.StartAgainAsync();
        Store.AskFor("al");
        await ReportedAsync("al", ReconcileState.Succeeded);
        Assert.That(await Cluster.NamesAsync("Deployment", "al"), Has.Member("gateway-al-dev-shop"));
        Assert.That(await UsersAsync(), Is.EqualTo(new[] { "gateways:al-dev" }));
    }

    [Test]
    public async Task Promise1_RedisDownWhileAGatewayChanges_WhatRunsKeepsAllThatItReads()
    {
        var first = await StartWithRedisAsync(Key);
        await ApplyAsync("al", Project.WithPath("al", "Shop", "/a"));
        var before = (await Cluster.VersionsOfAsync("al")).Where(item => item.Contains("gateway-", StringComparison.Ordinal)).ToList();
        await StopAsync(first);
        await _redis.StopAsync();

        await StartWithRedisAsync(Key);
        var changed = Store.Push("al", Project.WithPath("al", "Shop", "/b"));
        await ReportedAsync("al", ReconcileState.Waiting, changed, "RedisUnavailable");

        Assert.That((await Cluster.VersionsOfAsync("al")).Where(item => item.Contains("gateway-", StringComparison.Ordinal)), Is.EqualTo(before));
    }

    [Test]
    public async Task Disabled_OrRemovedOrWithoutGateway_LosesItsUserAndNobodyElseDoes()
    {
        await StartWithRedisAsync(Key);
        foreach (var producer in (string[])["al", "bo", "cy", "di"]) await ApplyAsync(producer, Project.Of(producer, "Shop"));
        await Eventually.That(UsersAsync, Has.Count.EqualTo(4));

        await ApplyAsync("al", Project.Disabled("al", "Shop"));
        await ApplyAsync("bo", Project.Of("bo"));
        Store.Remove("cy");
        await ReportedAsync("cy", ReconcileState.Waiting);
        Store.ListAgain(TimeSpan.FromSeconds(1));

        await Eventually.That(UsersAsync, Is.EqualTo(new[] { "gateways:di-dev" }));
        await ApplyAsync("al", Project.Of("al", "Shop"));
        Assert.That(await UsersAsync(), Is.EquivalentTo(new[] { "gateways:al-dev", "gateways:di-dev" }));
    }

    [Test]
    public async Task UserKey_Replaced_BothPasswordsOpenUntilTheOldKeyIsGone()
    {
        var actualizer = await StartWithRedisAsync(Key);
        await ApplyAsync("al", Project.Of("al", "Shop"));
        var old = await PasswordAsync();

        await StopAsync(actualizer);
        actualizer = await StartWithRedisAsync($"{NewKey},{Key}");
        await Eventually.That(PasswordAsync, Is.Not.EqualTo(old));

        Assert.That(await _redis.RefusalOfAsync("gateways:al-dev", old), Is.Null, "pods that are not replaced yet");
        Assert.That(await _redis.RefusalOfAsync("gateways:al-dev", await PasswordAsync()), Is.Null);
        await StopAsync(actualizer);
        await StartWithRedisAsync(NewKey);
        await Eventually.That(() => _redis.RefusalOfAsync("gateways:al-dev", old), Does.StartWith("WRONGPASS"));
        Assert.That(await _redis.RefusalOfAsync("gateways:al-dev", await PasswordAsync()), Is.Null);
    }

    [Test]
    public async Task Promise9_PasswordOfTheAdministrator_IsInNoObjectStatusLogOrMetric()
    {
        var actualizer = await StartWithRedisAsync(Key);
        await ApplyAsync("al", Project.Of("al", "Shop"));
        await _redis.StopAsync();
        await Eventually.That(() => actualizer.Log.Lines, Has.Some.Contains("Users of gateways cannot be kept"));

        string[] secrets = [_redis.Password, Key];
        foreach (var secret in secrets.Concat(secrets.Select(text => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text)))))
        {
            foreach (var kind in ClusterView.Kinds)
                Assert.That((await Cluster.ListAsync(kind)).Select(live => live.GetRawText()), Has.None.Contains(secret), kind);
            Assert.That(Store.HistoryOf("al").Select(status => JsonSerializer.Serialize(status)), Has.None.Contains(secret));
            Assert.That(actualizer.Log.Lines, Has.None.Contains(secret));
            Assert.That(await actualizer.Http.GetStringAsync("/metrics"), Does.Not.Contain(secret));
        }
    }

    /// <summary>From gateways that all hold one password to gateways with users of their own, and the old password changed.</summary>
    [Test]
    public async Task Migration_ConsumersMadeWithTheSharedPassword_PassAndAreListed()
    {
        await using var former = await StartFormerGatewayAsync();
        using var formerAdmin = new HttpClient { BaseAddress = former.AdminUrl };
        var ann = await PostAsync(formerAdmin, "users", new { username = "ann", firstname = "Ann", lastname = "A" });
        await PostAsync(formerAdmin, "apps", new { name = "till", redirectUri = "https://till.example", userId = ann["id"]!.GetValue<string>() });
        (await formerAdmin.PostAsJsonAsync("scopes", new { scopes = new[] { "read" } })).EnsureSuccessStatusCode();
        var key = await PostAsync(formerAdmin, "credentials", new { consumerId = "ann", type = "key-auth", credential = new { scopes = new[] { "read" } } });

        await StartWithRedisAsync(Key);
        await ApplyAsync("al", KeyAuthProject());
        await using var gateway = await StartGatewayAsync();
        using var admin = new HttpClient { BaseAddress = gateway.AdminUrl };

        Assert.That(await StatusAsync(gateway, $"apiKey {key["keyId"]}:{key["keySecret"]}"), Is.EqualTo(HttpStatusCode.NotFound), "let through to where nothing is");
        Assert.That(await StatusAsync(gateway, "apiKey made:up"), Is.EqualTo(HttpStatusCode.Unauthorized));
        await Eventually.That(() => admin.GetStringAsync("users"), Does.Contain("ann"));
        await Eventually.That(() => admin.GetStringAsync("apps"), Does.Contain("till"));
        (await admin.DeleteAsync("scopes/read")).EnsureSuccessStatusCode();
        await using (var redis = await _redis.ConnectAsync())
        {
            // The last step of the operator: what tenants may have read opens nothing any more, and the gateway does not notice.
            await redis.SendAsync("CONFIG", "SET", "requirepass", "another");
            await redis.SendAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        }
        Assert.That(await _redis.RefusalOfAsync("default", _redis.Password), Does.StartWith("WRONGPASS"));
        await Eventually.That(() => StatusAsync(gateway, $"apiKey {key["keyId"]}:{key["keySecret"]}"), Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task RedisStartedAnew_GatewayIsLetInAgainWithoutBeingReplaced()
    {
        await StartWithRedisAsync(Key);
        await ApplyAsync("al", KeyAuthProject());
        await using var gateway = await StartGatewayAsync();
        using var admin = new HttpClient { BaseAddress = gateway.AdminUrl };
        await PostAsync(admin, "users", new { username = "ann", firstname = "Ann", lastname = "A" });

        await _redis.StopAsync();
        await _redis.StartAgainAsync();

        await Eventually.That(UsersAsync, Is.EqualTo(new[] { "gateways:al-dev" }));
        await Eventually.That(async () =>
        {
            using var answer = await admin.PostAsJsonAsync("users", new { username = "bob", firstname = "Bob", lastname = "B" });
            return answer.StatusCode;
        }, Is.EqualTo(HttpStatusCode.OK).Or.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await admin.GetStringAsync("users"), Does.Contain("bob").And.Not.Contain("ann"), "this Redis keeps nothing");
    }

    private Task<RunningActualizer> StartWithRedisAsync(string userKey) => StartAsync(
        ("REDIS_AUTHENTICATION", "Required"),
        ("REDIS_HOST", "127.0.0.1"),
        ("REDIS_PORT", $"{_redis.Port}"),
        ("REDIS_ADMIN_PASSWORD", _redis.Password),
        ("REDIS_USER_KEY", userKey));

    private async Task<IReadOnlyList<string>> UsersAsync()
    {
        await using var admin = await _redis.ConnectAsync();
        return [.. (await admin.ListAsync("ACL", "USERS")).Where(name => name.StartsWith(RedisUser.NamePrefix, StringComparison.Ordinal))];
    }

    private async Task<string> PasswordAsync() =>
        GatewayPod.Variables(await OfGatewayAsync("Deployment"), await OfGatewayAsync("Secret"))["REDIS_PASSWORD"]!;

    private async Task<JsonNode> OfGatewayAsync(string kind) => JsonNode.Parse((await Cluster.ListAsync(kind, "producer=al,app=gateway")).Single().GetRawText())!;

    private async Task<ExpressGateway> StartGatewayAsync() =>
        await GatewayPod.StartAsync(await OfGatewayAsync("Deployment"), await OfGatewayAsync("ConfigMap"), await OfGatewayAsync("Secret"), _redis);

    /// <summary>As the predecessor's pods: the shared password, no user, no plugin.</summary>
    private Task<ExpressGateway> StartFormerGatewayAsync() => ExpressGateway.StartAsync(
        new Dictionary<string, string>
        {
            ["system.config.yml"] = """
                db: { redis: { host: '${REDIS_HOST}', port: '${REDIS_PORT}', password: '${REDIS_PASSWORD}', namespace: '${EG_NAMESPACE}' } }
                crypto: { cipherKey: sensitiveKey, algorithm: aes256, saltRounds: 10 }
                session: { secret: keyboard cat, resave: false, saveUninitialized: false }
                accessTokens: { timeToExpiry: 7200000 }
                refreshTokens: { timeToExpiry: 7200000 }
                authorizationCodes: { timeToExpiry: 7200000 }
                """,
            ["gateway.config.yml"] = """
                http:
                  port: 8080
                admin:
                  host: 127.0.0.1
                  port: 9876
                apiEndpoints: {}
                serviceEndpoints: {}
                policies: []
                pipelines: {}
                """.ReplaceLineEndings("\n"),
        },
        new Dictionary<string, string?>
        {
            ["REDIS_HOST"] = "127.0.0.1",
            ["REDIS_PORT"] = $"{_redis.Port}",
            ["REDIS_PASSWORD"] = _redis.Password,
            ["EG_NAMESPACE"] = "EG-al-dev-",
        });

    private static string KeyAuthProject()
    {
        var document = JsonNode.Parse(Project.WithPath("al", "Shop", "/*"))!;
        var projects = document["models"]!["Project"]!.AsObject();
        var project = JsonNode.Parse(projects["al-dev"]!.GetValue<string>())!;
        project["gateways"]![0]!["policies"] = new JsonArray("key-auth");
        project["gateways"]![0]!["pipelines"]![0]!["policies"] = new JsonArray(new JsonObject { ["key-auth"] = new JsonArray() });
        projects["al-dev"] = project.ToJsonString();
        return document.ToJsonString();
    }

    private async Task<HttpStatusCode> StatusAsync(ExpressGateway gateway, string authorization)
    {
        using var client = new HttpClient { BaseAddress = gateway.Url };
        client.DefaultRequestHeaders.Host = $"shop-al-dev.{Domain}";
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await client.GetAsync(new Uri("x", UriKind.Relative));
        return answer.StatusCode;
    }

    private static async Task<JsonNode> PostAsync(HttpClient admin, string path, object body)
    {
        using var answer = await admin.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.IsSuccessStatusCode, Is.True, text);
        return JsonNode.Parse(text)!;
    }
}
