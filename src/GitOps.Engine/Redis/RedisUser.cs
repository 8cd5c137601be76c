using GitOps.Model.Names;

namespace GitOps.Engine.Redis;

/// <summary>
/// The Redis user of an environment's gateways: what it may do there is what Express Gateway does, with the keys of its environment
/// and no others. Equal when Redis would hold the same.
/// </summary>
/// <remarks>
/// The gateways' own code runs what a tenant writes (policy <c>expression</c>, every template), so whatever their pods know, the tenant
/// knows: Redis itself must refuse the rest. Commands that show keys whatever their names are (<c>SCAN</c>, <c>KEYS</c>, <c>INFO</c>) or
/// that can hold up the server (scripts, <c>SORT</c>) are not among those allowed, nor is any that publishes or subscribes.
/// </remarks>
/// <param name="Stem">What the environment's names are made with; letters, digits and hyphens, none of which means anything in a pattern.</param>
/// <param name="PasswordHashes">SHA-256 of every password that opens it, in hex digits, with spaces between: Redis is never sent a password.</param>
public sealed record RedisUser(string Stem, string PasswordHashes)
{
    /// <summary>How the names of all these users begin: what begins otherwise is not ours.</summary>
    public const string NamePrefix = "gateways:";

    // What Express Gateway and its plugin (redis-plugin.js) put between the namespace and a key's own part. None holds two hyphens in a
    // row, and no stem a colon or a dot, so that "EG-<stem>--<word>:" begins keys of one environment only, however stems begin.
    private static readonly string[] Words =
    [
        "user", "username", "application", "application-name", "user-applications", "scope-credentials",
        "basic-auth", "key-auth", "jwt", "oauth2", "auth-code",
        "access-token", "consumer-access-tokens", "consumer-access-tokens-expired",
        "refresh-token", "consumer-refresh-tokens", "consumer-refresh-tokens-expired",
        "index", "rl",
    ];

    private static readonly string[] Commands =
    [
        "multi", "exec", "discard", "exists", "del", "expire", "pexpire", "pttl", "get", "set", "incr", "decr",
        "hset", "hmset", "hget", "hgetall", "hdel", "sadd", "srem", "smembers", "sscan",
    ];

    /// <summary>As Redis knows it.</summary>
    public string Name => NamePrefix + Stem;

    public static string NameOf(EnvironmentKey environment) => NamePrefix + new ObjectNames(environment).Stem;

    /// <summary>All that follows the name in <c>ACL SETUSER</c> (https://redis.io/docs/latest/commands/acl-setuser): whatever was before is no more.</summary>
    public IEnumerable<string> Rules()
    {
        var @namespace = ObjectNames.RedisNamespaceOf(Stem);
        yield return "reset";
        yield return "on";
        foreach (var hash in PasswordHashes.Split(' ')) yield return $"#{hash}";
        foreach (var word in Words) yield return $"~{@namespace}-{word}:*";
        yield return $"~{@namespace}-scope";
        yield return $"~{@namespace}-accesstoken.*";
        foreach (var command in Commands) yield return $"+{command}";
    }
}
