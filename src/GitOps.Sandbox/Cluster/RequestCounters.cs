using System.Collections.Concurrent;

namespace GitOps.Sandbox.Cluster;

/// <summary>
/// Counts the requests that a cluster got, by verb and resource: the proof that a steady state is one. Verbs are those of the
/// API (<c>get</c>, <c>list</c>, <c>watch</c>, <c>create</c>, <c>update</c>, <c>patch</c>, <c>apply</c>, <c>delete</c>,
/// <c>deletecollection</c>), resources are qualified (<c>deployments.apps</c>, <c>pods/status</c>, <c>discovery</c>).
/// </summary>
public sealed class RequestCounters
{
    private static readonly string[] WriteVerbs = ["create", "update", "patch", "apply", "delete", "deletecollection"];
    private readonly ConcurrentDictionary<(string Verb, string Resource), long> _counts = new();

    /// <summary>All requests since the start or the last <see cref="Reset"/>.</summary>
    public long Total => _counts.Values.Sum();

    /// <summary>All requests that change something.</summary>
    public long Writes => _counts.Where(entry => WriteVerbs.Contains(entry.Key.Verb)).Sum(entry => entry.Value);

    /// <summary>Requests of one verb, to one resource or to all.</summary>
    public long Of(string verb, string? resource = null) =>
        _counts.Where(entry => entry.Key.Verb == verb && (resource is null || entry.Key.Resource == resource)).Sum(entry => entry.Value);

    /// <summary>A copy of all counts by <c>verb resource</c>.</summary>
    public IReadOnlyDictionary<string, long> Snapshot() =>
        _counts.ToDictionary(entry => $"{entry.Key.Verb} {entry.Key.Resource}", entry => entry.Value, StringComparer.Ordinal);

    public void Reset() => _counts.Clear();

    internal void Count(string verb, string resource) => _counts.AddOrUpdate((verb, resource), 1, static (_, count) => count + 1);
}
