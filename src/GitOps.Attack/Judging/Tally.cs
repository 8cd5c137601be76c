using System.Collections.Concurrent;
using GitOps.Attack.Identities;

namespace GitOps.Attack.Judging;

/// <summary>Counts and findings, from many requests at once.</summary>
public sealed class Tally
{
    private readonly ConcurrentDictionary<(string Identity, Verdict Verdict), int> _counts = new();
    private readonly ConcurrentQueue<Finding> _findings = new();
    private readonly ConcurrentQueue<string> _unclear = new();
    private readonly ConcurrentQueue<string> _identities = new();

    public IReadOnlyList<Finding> Findings => [.. _findings.Distinct()];

    /// <summary>Who asked, in the order in which they began.</summary>
    public IReadOnlyList<string> Identities => [.. _identities.Distinct()];

    /// <summary>What nothing could be told of.</summary>
    public IReadOnlyList<string> Unclear => [.. _unclear.Distinct()];

    public int Count(string identity, Verdict verdict) => _counts.GetValueOrDefault((identity, verdict));

    public int CountOf(string identity, FindingKind kind) => _findings.Distinct().Count(finding => finding.Identity == identity && finding.Kind == kind);

    public void Count(Identity identity, Verdict verdict)
    {
        if (_counts.AddOrUpdate((identity.Name, verdict), 1, static (_, known) => known + 1) == 1) _identities.Enqueue(identity.Name);
    }

    public void AddUnclear(string text) => _unclear.Enqueue(text);

    public void Add(FindingKind kind, Identity? identity, string text) => _findings.Enqueue(new Finding(kind, identity?.Name, text));
}
