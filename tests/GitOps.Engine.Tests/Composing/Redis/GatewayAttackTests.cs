using System.Text.Json.Nodes;
using GitOps.Engine.Composing;
using GitOps.Testing.Gateways;

namespace GitOps.Engine.Tests.Composing.Redis;

/// <summary>
/// A tenant lets its own gateway tell what its process knows, in every place where Express Gateway runs what a project says, and goes to Redis
/// with that.
/// </summary>
public sealed class GatewayAttackTests
{
    private const string Environment = "req.constructor.constructor(\\\"return process\\\")().env";
    private const string Loot = $"JSON.stringify([{Environment}.REDIS_USERNAME, {Environment}.REDIS_PASSWORD])";

    private RedisServer _redis = null!;

    private static IEnumerable<TestCaseData> Places()
    {
        (string Policy, string Steps)[] places =
        [
            ("expression", """[{"action":{"jscode":"res.setHeader('x-loot', LOOT)"}}]"""),
            ("log", """[{"action":{"message":"${res.setHeader('x-loot', LOOT)}"}}]"""),
            ("rate-limit", """[{"action":{"rateLimitBy":"${res.setHeader('x-loot', LOOT)}"}}]"""),
            ("cors", """[{"condition":{"name":"expression","expression":"res.setHeader('x-loot', LOOT)"},"action":{}}]"""),
            ("response-transformer", """[{"action":{"headers":{"add":{"x-loot":"LOOT"}}}}]"""),
        ];
        return places.Select(place => new TestCaseData(place.Policy, place.Steps.Replace("LOOT", Loot, StringComparison.Ordinal)).SetArgDisplayNames(place.Policy));
    }

    [OneTimeSetUp]
    public async Task StartRedis()
    {
        _redis = await RedisServer.StartAsync();
        await using var admin = await _redis.ConnectAsync();
        await admin.SendAsync("HSET", "EG-bo-dev--user:1", "username", "of bo");
        await admin.SendAsync("HSET", "EG-bo-dev--key-auth:1", "keySecret", "of bo");
        await admin.SendAsync("SET", "EG-bo-dev--rl:1", "3");
    }

    [OneTimeTearDown]
    public async Task StopRedis()
    {
        if (_redis is not null) await _redis.DisposeAsync();
    }

    [TestCaseSource(nameof(Places))]
    public async Task Promise8_WhatAGatewayKnows_OpensNothingOfOthers(string policy, string steps)
    {
        var composer = new LunchBadgerComposer(new CompositionSettings { RedisUserKey = TestSnapshots.RedisUserKey, CustomerDomain = "example.com" });
        await using var gateway = await ComposedGateway.StartAsync(ComposedGateway.Compose(composer, "al/main/dev", ComposedGateway.ProjectOf(policy, JsonNode.Parse(steps))), _redis);
        using var client = new HttpClient { BaseAddress = gateway.Url };
        client.DefaultRequestHeaders.Host = "shop.example.org";
        using var answer = await client.GetAsync(new Uri("x", UriKind.Relative));
        var loot = JsonNode.Parse(answer.Headers.GetValues("x-loot").Single())!.AsArray();

        await using var connection = await _redis.ConnectAsync(loot[0]!.GetValue<string>(), loot[1]!.GetValue<string>());

        foreach (var command in (string[])
        [
            "HGETALL EG-bo-dev--user:1", "HSET EG-bo-dev--user:1 username mine", "DEL EG-bo-dev--key-auth:1", "HGETALL EG-bo-dev--key-auth:1", "GET EG-bo-dev--rl:1", "INCR EG-bo-dev--rl:1",
            "HSET EG-bo-dev--key-auth:2 keySecret mine", "SSCAN EG-bo-dev--index:user 0", "GET EG-bo-dev--accesstoken.1", "SET accesstoken.1 {}", "INCR rl:EG-bo-dev-127.0.0.1",
            "KEYS *", "SCAN 0", "RANDOMKEY", "DBSIZE", "INFO", "CLIENT LIST", "CONFIG GET requirepass", "MONITOR", "FLUSHALL", "FLUSHDB", "SELECT 1", "ACL LIST", "ACL SETUSER gateways:al-dev +@all",
            "SCRIPT FLUSH", "SORT EG-al-dev--index:user BY nosort GET EG-bo-dev--*", "PUBLISH x y", "SUBSCRIBE x", "PSUBSCRIBE *", "SLOWLOG GET", "RENAME EG-bo-dev--user:1 EG-al-dev--user:1",
            "COPY EG-bo-dev--user:1 EG-al-dev--user:1", "WATCH EG-al-dev--user:1", "SHUTDOWN",
        ])
        {
            Assert.That(await connection.RefusalOfAsync(command.Split(' ')), Does.StartWith("NOPERM"), command);
        }
        Assert.That(await connection.RefusalOfAsync("EVAL", "return redis.call('KEYS', '*')", "0"), Does.StartWith("NOPERM"));
        Assert.That(await connection.SendAsync("HGETALL", "EG-al-dev--user:1"), Is.Empty, "its own");
        Assert.That(await _redis.RefusalOfAsync("default", loot[1]!.GetValue<string>()), Does.StartWith("WRONGPASS"), "nor does the password open another user");
        Assert.That(await _redis.RefusalOfAsync("gateways:bo-dev", loot[1]!.GetValue<string>()), Does.StartWith("WRONGPASS"));
    }
}
