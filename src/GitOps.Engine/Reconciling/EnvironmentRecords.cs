using System.Collections.Concurrent;
using GitOps.Model.Names;

namespace GitOps.Engine.Reconciling;

/// <summary>The records of all environments that this process has worked on. Thread-safe.</summary>
public sealed class EnvironmentRecords
{
    private readonly ConcurrentDictionary<EnvironmentKey, EnvironmentRecord> _records = new();

    public int Count => _records.Count;

    public EnvironmentRecord Of(EnvironmentKey environment) => _records.GetOrAdd(environment, static _ => new EnvironmentRecord());

    public EnvironmentRecord? Find(EnvironmentKey environment) => _records.GetValueOrDefault(environment);

    public void Forget(EnvironmentKey environment) => _records.TryRemove(environment, out _);

    /// <summary>Forgets all environments that <paramref name="exists"/> denies.</summary>
    public void Retain(Func<EnvironmentKey, bool> exists)
    {
        foreach (var environment in _records.Keys)
        {
            if (!exists(environment)) _records.TryRemove(environment, out _);
        }
    }

    /// <summary>Environments by the state of their last pass: what the metrics show.</summary>
    public IReadOnlyDictionary<Model.Api.ReconcileState, int> CountByState()
    {
        var counts = Enum.GetValues<Model.Api.ReconcileState>().ToDictionary(state => state, _ => 0);
        foreach (var record in _records.Values)
        {
            if (record.Last is { } last) counts[last.State]++;
        }
        return counts;
    }
}
