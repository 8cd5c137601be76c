using StackExchange.Redis;

namespace GitOps.Actualizer.Redis;

/// <summary>
/// Enters into the index of its environment (<c>redis-plugin.js</c>) every user and application that a gateway without index has stored. Nothing is renamed or removed.
/// </summary>
public sealed class ConsumerIndexes(RedisAdministration redis, ILogger<ConsumerIndexes> log)
{
    private const int Page = 1000;

    private static readonly string[] Kinds = ["user", "application"];

    /// <summary>Goes through all keys once, a page at a time, while Redis goes on serving. Entering again what is there is no change.</summary>
    /// <exception cref="GitOps.Engine.Redis.RedisUnavailableException">Not all were entered.</exception>
    public async Task FillAsync(CancellationToken cancellationToken)
    {
        var cursor = "0";
        var entered = 0L;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var answer = (RedisResult[])(await redis.SendAsync("SCAN", cursor, "MATCH", "EG-*--[ua]*:*", "COUNT", Page))!;
            cursor = (string)answer[0]!;
            var entries = ((string[])answer[1]!).Select(Entry).Where(entry => entry.Index is not null).GroupBy(entry => entry.Index!, entry => (object)entry.Id);
            var results = await Task.WhenAll(entries.Select(entry => redis.SendAsync("SADD", [entry.Key, .. entry])));
            entered += results.Sum(result => (long)result);
        }
        while (cursor != "0");
        if (entered > 0) log.LogInformation("{Count} users and applications of gateways were entered into the indexes that gateways list them by.", entered);
    }

    /// <summary>Of a key such as <c>EG-al-dev--user:1</c>, the index and what to enter.</summary>
    private static (string? Index, string Id) Entry(string key)
    {
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        var kind = Array.Find(Kinds, kind => key.AsSpan(0, colon).EndsWith($"--{kind}", StringComparison.Ordinal));
        return kind is null ? (null, "") : ($"{key[..(colon - kind.Length)]}index:{kind}", key[(colon + 1)..]);
    }
}
