using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using GitOps.Model.Names;

namespace GitOps.Engine.Redis;

/// <summary>
/// The passwords of the gateways' Redis users: an HMAC-SHA-256 (RFC 2104) over the environment, so that nothing is stored and no one tells another.
/// Several keys let one be replaced without a gap: the first makes the password that pods get, those of all others still open Redis.
/// </summary>
/// <param name="keys">Comma-separated, the newest first; empty: there are no passwords.</param>
public sealed class RedisPasswords(string keys)
{
    private readonly byte[][] _keys = [.. keys.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Encoding.UTF8.GetBytes)];

    /// <summary>What an environment's gateways sign in with.</summary>
    /// <exception cref="InvalidOperationException">There is no key.</exception>
    public string Of(EnvironmentKey environment) => _keys.Length > 0
        ? Of(_keys[0], environment)
        : throw new InvalidOperationException("There is no key to make passwords of Redis with.");

    /// <summary>The user that these passwords open.</summary>
    public RedisUser UserOf(EnvironmentKey environment) => new(
        new ObjectNames(environment).Stem,
        string.Join(' ', _keys.Select(key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Of(key, environment)))))));

    private static string Of(byte[] key, EnvironmentKey environment) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"redis.{environment.Producer}.{environment.Project}.{environment.Environment}")));
}
