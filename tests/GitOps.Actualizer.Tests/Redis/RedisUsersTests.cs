using System.Diagnostics;
using GitOps.Actualizer.Redis;
using GitOps.Actualizer.Tests.Support;
using GitOps.Engine.Composing;
using GitOps.Engine.Redis;
using GitOps.Model.Names;
using GitOps.Testing;
using GitOps.Testing.Gateways;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GitOps.Actualizer.Tests.Redis;

/// <summary>The users of gateways in a real Redis that starts, stops and forgets.</summary>
internal sealed class RedisUsersTests
{
    private const string Key = "a-key-of-at-least-32-characters-0001";

    private readonly RedisPasswords _passwords = new(Key);
    private CancellationTokenSource _stop = null!;
    private TestOutputLoggerProvider _log = null!;
    private ServiceProvider _services = null!;
    private RedisServer _redis = null!;
    private Task _keeping = Task.CompletedTask;

    [SetUp]
    public async Task Create() => (_stop, _log, _redis) = (new CancellationTokenSource(), new TestOutputLoggerProvider(), await RedisServer.StartAsync());

    [TearDown]
    public async Task Remove()
    {
        await _stop.CancelAsync();
        await _keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_services is not null) await _services.DisposeAsync();
        if (_redis is not null) await _redis.DisposeAsync();
        _stop.Dispose();
        _log.Dispose();
    }

    [Test]
    public async Task Ensure_TenThousandUsers_AreMadeAndComeBackAfterARedisThatForgot()
    {
        var users = Keep();
        var wanted = Enumerable.Range(0, 10_000).Select(i => _passwords.UserOf(Environment($"p{i}"))).ToList();
        var watch = Stopwatch.StartNew();

        await Parallel.ForEachAsync(wanted, new ParallelOptions { MaxDegreeOfParallelism = 32 }, (user, stop) => users.EnsureAsync(user, stop));

        TestContext.Out.WriteLine($"10,000 users made in {watch.ElapsedMilliseconds} ms by 32 workers");
        await UntilUsersAsync(Has.Count.EqualTo(10_000));
        await using (var admin = await _redis.ConnectAsync())
            TestContext.Out.WriteLine(((string)(await admin.SendAsync("INFO", "memory"))!).Split('\n').First(line => line.StartsWith("used_memory_human", StringComparison.Ordinal)));
        await _redis.StopAsync();
        await _redis.StartAgainAsync();
        watch.Restart();
        await UntilUsersAsync(Has.Count.EqualTo(10_000));
        TestContext.Out.WriteLine($"and back {watch.ElapsedMilliseconds} ms after Redis had started anew");
        await LetsInAsync("p9999");
    }

    [Test]
    public async Task Keep_SteadyState_WritesNothingAndReadsOneList()
    {
        var users = Keep(sleepTime: TimeSpan.FromMilliseconds(200));
        for (var i = 0; i < 20; i++) await users.EnsureAsync(_passwords.UserOf(Environment($"p{i}")), default);
        await Eventually.That(IndexedAsync, Is.True, "the first look is over");
        await using var admin = await _redis.ConnectAsync();
        await admin.SendAsync("CONFIG", "RESETSTAT");

        for (var i = 0; i < 20; i++) await users.EnsureAsync(_passwords.UserOf(Environment($"p{i}")), default);
        await users.RemoveAsync(Environment("never-there"), default);
        await Eventually.That(() => CallsAsync(admin, "acl|users"), Is.GreaterThan(3));

        Assert.That(await CommandsAsync(admin), Is.SubsetOf(new[] { "acl|users", "ping", "info", "client|setname", "client|setinfo", "config|resetstat", "auth" }));
    }

    [Test]
    public async Task Ensure_RedisDown_SaysSoAndMakesItWhenItIsUp()
    {
        var users = Keep();
        await users.EnsureAsync(_passwords.UserOf(Environment("al")), default);
        await _redis.StopAsync();

        await Eventually.That(async () => await FailureAsync(users, "bo"), Does.Contain($"Redis at 127.0.0.1:{_redis.Port} gives no answer"));
        await users.EnsureAsync(_passwords.UserOf(Environment("al")), default);
        await users.RemoveAsync(Environment("al"), default);

        await _redis.StartAgainAsync();
        await UntilUsersAsync(Is.EqualTo(new[] { "gateways:bo-dev" }));
        await LetsInAsync("bo");
    }

    [Test]
    public async Task Remove_WhileRedisLetsNobodyIn_HappensOnceItDoes()
    {
        var users = Keep();
        foreach (var name in (string[])["al", "bo"]) await users.EnsureAsync(_passwords.UserOf(Environment(name)), default);
        await UntilUsersAsync(Has.Count.EqualTo(2));
        await using var admin = await _redis.ConnectAsync();
        await admin.SendAsync("CONFIG", "SET", "requirepass", "another");
        await admin.SendAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        await Eventually.That(async () => await FailureAsync(users, "cy"), Does.StartWith($"Redis at 127.0.0.1:{_redis.Port} "));

        await users.RemoveAsync(Environment("al"), default);
        Assert.That(await admin.ListAsync("ACL", "USERS"), Does.Contain("gateways:al-dev"));
        await admin.SendAsync("CONFIG", "SET", "requirepass", _redis.Password);

        await UntilUsersAsync(Is.EquivalentTo(new[] { "gateways:bo-dev", "gateways:cy-dev" }));
    }

    [Test]
    public async Task Keep_UserDeletedByHand_IsMadeAgainAndThoseOfOthersStay()
    {
        await using var admin = await _redis.ConnectAsync();
        await admin.SendAsync("ACL", "SETUSER", "somebody", "on", "nopass", "~*", "+@all");
        await admin.SendAsync("ACL", "SETUSER", "gateways:unknown", "on", "nopass", "~*", "+@all");
        var users = Keep(sleepTime: TimeSpan.FromMilliseconds(200));
        await users.EnsureAsync(_passwords.UserOf(Environment("al")), default);
        await users.EnsureAsync(_passwords.UserOf(Environment("bo")), default);

        await admin.SendAsync("ACL", "DELUSER", "gateways:al-dev");
        await users.RemoveAsync(Environment("bo"), default);

        await UntilUsersAsync(Is.EquivalentTo(new[] { "gateways:al-dev", "gateways:unknown" }));
        Assert.That(await admin.ListAsync("ACL", "USERS"), Does.Contain("somebody").And.Contain("default"));
    }

    [Test]
    public async Task Ensure_WrongPassword_IsToldWithoutIt()
    {
        var users = Keep(password: "s3ntinel-of-redis");

        await Eventually.That(async () => await FailureAsync(users, "al"), Does.Contain("does not let user default in with REDIS_ADMIN_PASSWORD"));
        Assert.That(_log.Lines, Has.Some.Contains("does not let user default in").And.None.Contains("s3ntinel"));
    }

    [Test]
    public async Task Keep_RedisWithoutPassword_IsWarnedOf()
    {
        await _redis.DisposeAsync();
        _redis = await RedisServer.StartAsync("", []);

        Keep();

        await Eventually.That(() => _log.Lines, Has.Some.Contains("Redis lets everybody in without a password"));
    }

    private static EnvironmentKey Environment(string producer) => EnvironmentKey.Default(ProducerName.Parse(producer));

    private RedisUsers Keep(TimeSpan? sleepTime = null, string? password = null)
    {
        _services = new ServiceCollection()
            .AddMetrics()
            .AddLogging(logging => logging.AddProvider(_log))
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new CompositionSettings { RedisHost = "127.0.0.1", RedisPort = _redis.Port, RedisUserKey = Key })
            .AddSingleton(new ActualizerSettings { RedisAdminPassword = password ?? _redis.Password, SleepTime = sleepTime ?? TimeSpan.FromMinutes(1) })
            .AddSingleton<RedisAdministration>()
            .AddSingleton<ConsumerIndexes>()
            .AddSingleton<RedisUsers>()
            .BuildServiceProvider();
        var users = _services.GetRequiredService<RedisUsers>();
        _keeping = users.KeepAsync(_stop.Token);
        return users;
    }

    private async Task<string> FailureAsync(RedisUsers users, string producer)
    {
        try
        {
            await users.EnsureAsync(_passwords.UserOf(Environment(producer)), default);
            return "";
        }
        catch (RedisUnavailableException error)
        {
            return error.Message;
        }
    }

    private async Task<IReadOnlyList<string>> UsersAsync()
    {
        await using var admin = await _redis.ConnectAsync();
        return [.. (await admin.ListAsync("ACL", "USERS")).Where(name => name.StartsWith(RedisUser.NamePrefix, StringComparison.Ordinal))];
    }

    private Task<IReadOnlyList<string>> UntilUsersAsync(NUnit.Framework.Constraints.IResolveConstraint constraint) => Eventually.That(UsersAsync, constraint);

    private async Task LetsInAsync(string producer)
    {
        var environment = Environment(producer);
        await using var connection = await _redis.ConnectAsync(RedisUser.NameOf(environment), _passwords.Of(environment));
        Assert.That(await connection.RefusalOfAsync("EXISTS", $"{new ObjectNames(environment).RedisNamespace}-user:1"), Is.Null);
    }

    private async Task<bool> IndexedAsync()
    {
        await using var admin = await _redis.ConnectAsync();
        return await CallsAsync(admin, "scan") > 0 && await CallsAsync(admin, "acl|getuser") > 0;
    }

    private static async Task<int> CallsAsync(RedisConnection admin, string command) =>
        ((string)(await admin.SendAsync("INFO", "commandstats"))!).Split('\n')
            .Where(line => line.StartsWith($"cmdstat_{command}:", StringComparison.Ordinal))
            .Select(line => int.Parse(line.Split("calls=")[1].Split(',')[0], System.Globalization.CultureInfo.InvariantCulture))
            .SingleOrDefault();

    private static async Task<string[]> CommandsAsync(RedisConnection admin) =>
        [.. ((string)(await admin.SendAsync("INFO", "commandstats"))!).Split('\n').Where(line => line.StartsWith("cmdstat_", StringComparison.Ordinal)).Select(line => line["cmdstat_".Length..line.IndexOf(':')])];
}
