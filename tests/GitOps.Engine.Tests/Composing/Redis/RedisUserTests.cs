using GitOps.Engine.Redis;
using GitOps.Model.Names;
using GitOps.Testing.Gateways;

namespace GitOps.Engine.Tests.Composing.Redis;

/// <summary>The users of several environments in a real Redis.</summary>
public sealed class RedisUserTests
{
    private const string Key = "a-key-of-at-least-32-characters-0001";
    private const string OtherKey = "a-key-of-at-least-32-characters-0002";

    // Each begins like another, or holds what looks like a key's own part.
    private static readonly EnvironmentKey[] Alike =
    [
        .. ((string[])["al/main/dev", "al/main/dev-x", "al/dev/x", "al/x/dev", "al-dev/main/x", "al-dev/main/dev", "al--dev/main/dev", "al-dev--user/main/dev", "al-dev--index/main/rl", "al/main/dev-user", "al/main/dev--rl"])
            .Where(text => EnvironmentKey.TryParse(text, null, out _)).Select(text => EnvironmentKey.Parse(text)),
    ];

    private RedisServer _redis = null!;

    [OneTimeSetUp]
    public async Task StartRedis() => _redis = await RedisServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopRedis()
    {
        if (_redis is not null) await _redis.DisposeAsync();
    }

    [Test]
    public async Task Rules_EnvironmentsNamedAlike_OpenTheirOwnKeysAlone()
    {
        Assert.That(Alike, Has.Length.GreaterThan(8));
        var passwords = new RedisPasswords(Key);
        foreach (var environment in Alike) await MakeAsync(passwords.UserOf(environment));

        foreach (var environment in Alike)
        {
            await using var connection = await _redis.ConnectAsync(RedisUser.NameOf(environment), passwords.Of(environment));
            foreach (var owner in Alike)
            {
                foreach (var key in KeysOf(owner))
                    Assert.That(await connection.RefusalOfAsync("EXISTS", key), owner == environment ? Is.Null : Does.StartWith("NOPERM"), $"{environment}: {key}");
            }
        }
    }

    [Test]
    public async Task Rules_TwiceOrOverAnother_LeaveNothingOfBefore()
    {
        var user = new RedisPasswords(Key).UserOf(EnvironmentKey.Parse("bo/main/dev"));
        await using var admin = await _redis.ConnectAsync();
        await admin.SendAsync("ACL", "SETUSER", user.Name, "on", "nopass", "allkeys", "allchannels", "+@all");

        await MakeAsync(user);
        await MakeAsync(user);

        var rules = (await admin.ListAsync("ACL", "LIST")).Single(line => line.Split(' ')[1] == user.Name).Split(' ');
        Assert.Multiple(() =>
        {
            Assert.That(rules, Does.Contain("on").And.Contain($"#{user.PasswordHashes}").And.Contain("-@all").And.Contain("resetchannels"));
            Assert.That(rules.Count(rule => rule.StartsWith('~')), Is.EqualTo(user.Rules().Count(rule => rule.StartsWith('~'))));
            Assert.That(rules.Where(rule => rule.StartsWith('+')).SelectMany(Commands), Is.EquivalentTo(user.Rules().Where(rule => rule.StartsWith('+'))));
            Assert.That(rules, Has.None.EqualTo("nopass").And.None.EqualTo("~*").And.None.EqualTo("&*"));
        });
    }

    [Test]
    public async Task PasswordHashes_KeyReplaced_OpenWithBothUntilTheOldIsGone()
    {
        var environment = EnvironmentKey.Parse("cy/main/dev");
        var before = new RedisPasswords(Key);
        var both = new RedisPasswords($"{OtherKey},{Key}");
        var after = new RedisPasswords(OtherKey);
        await MakeAsync(before.UserOf(environment));
        await using var running = await _redis.ConnectAsync(RedisUser.NameOf(environment), before.Of(environment));

        await MakeAsync(both.UserOf(environment));
        Assert.That(both.Of(environment), Is.EqualTo(after.Of(environment)).And.Not.EqualTo(before.Of(environment)));
        Assert.That(await _redis.RefusalOfAsync(RedisUser.NameOf(environment), before.Of(environment)), Is.Null);
        Assert.That(await _redis.RefusalOfAsync(RedisUser.NameOf(environment), both.Of(environment)), Is.Null);
        Assert.That(await running.RefusalOfAsync("EXISTS", "EG-cy-dev--user:1"), Is.Null, "who is connected stays connected");

        await MakeAsync(after.UserOf(environment));
        Assert.That(await _redis.RefusalOfAsync(RedisUser.NameOf(environment), before.Of(environment)), Does.StartWith("WRONGPASS"));
        Assert.That(await _redis.RefusalOfAsync(RedisUser.NameOf(environment), after.Of(environment)), Is.Null);
    }

    [Test]
    public void Of_EveryEnvironment_IsAnotherPasswordThatYamlHoldsAsItIs()
    {
        var passwords = Alike.Select(new RedisPasswords(Key).Of).ToList();

        Assert.That(passwords, Is.Unique);
        Assert.That(passwords, Has.All.Matches("^[A-Za-z0-9_-]{43}$"));
    }

    /// <summary>What means something in a pattern of Redis, or ends a namespace, can be in no name.</summary>
    [TestCase('*')]
    [TestCase('?')]
    [TestCase('[')]
    [TestCase(']')]
    [TestCase('\\')]
    [TestCase('^')]
    [TestCase(':')]
    [TestCase('.')]
    [TestCase(' ')]
    public void EnvironmentKey_CharacterOfPatterns_IsNoKey(char character)
    {
        foreach (var key in (string[])[$"a{character}l/main/dev", $"al/ma{character}in/dev", $"al/main/d{character}ev"])
            Assert.That(EnvironmentKey.TryParse(key, null, out _), Is.False, key);
        Assert.That(Alike.Select(key => new ObjectNames(key).Stem), Has.All.Matches("^[a-z0-9-]+$"));
    }

    /// <summary>Redis shows these three, and the two that it takes away again, by their category.</summary>
    private static string[] Commands(string rule) => rule == "+@transaction" ? ["+multi", "+exec", "+discard"] : [rule];

    private static IEnumerable<string> KeysOf(EnvironmentKey environment)
    {
        var @namespace = new ObjectNames(environment).RedisNamespace;
        string[] words = ["user", "username", "application", "scope-credentials", "key-auth", "access-token", "index", "rl"];
        return [.. words.Select(word => $"{@namespace}-{word}:1"), $"{@namespace}-scope", $"{@namespace}-accesstoken.a:b"];
    }

    private async Task MakeAsync(RedisUser user)
    {
        await using var admin = await _redis.ConnectAsync();
        await admin.SendAsync(["ACL", "SETUSER", user.Name, .. user.Rules()]);
    }
}
