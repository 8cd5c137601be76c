using System.Collections.Concurrent;

namespace GitOps.Sandbox.Forge;

/// <summary>
/// How often each route was called since the forge started or the counters were reset, for tests and measurements
/// that must prove what was not asked. Routes are templates, as in <c>GET /api/v1/repos/{owner}/{repo}</c>.
/// </summary>
public sealed class ForgeRequestCounters
{
    private readonly ConcurrentDictionary<string, long> _counts = new();

    /// <summary>Counts by method and route template.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    /// <summary>All requests.</summary>
    public long Total => _counts.Values.Sum();

    /// <summary>All requests of the API, git's own left out.</summary>
    public long Api => _counts.Where(count => count.Key.Contains(" /api/", StringComparison.Ordinal)).Sum(count => count.Value);

    public void Reset() => _counts.Clear();

    internal void Count(string method, string route) => _counts.AddOrUpdate($"{method} {route}", 1, (_, count) => count + 1);

    public override string ToString() => string.Join('\n', _counts.OrderBy(count => count.Key).Select(count => $"{count.Value,8} {count.Key}"));
}
