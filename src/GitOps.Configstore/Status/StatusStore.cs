using System.Collections.Concurrent;
using GitOps.Configstore.Changes;
using GitOps.Configstore.Producers;
using GitOps.Configstore.Storage;
using GitOps.Model.Api;
using GitOps.Model.Names;

namespace GitOps.Configstore.Status;

/// <summary>
/// The last status of every environment, kept over a restart. Only what says something new is told on the change stream, written to
/// disk and put on the commits; that an actualizer looked again and found the same is remembered, and told nobody.
/// </summary>
public sealed class StatusStore : IDisposable
{
    private readonly ConcurrentDictionary<EnvironmentKey, StatusRecord> _records = new();
    private readonly DurableMap<StatusRecord> _store;
    private readonly ProducerRegistry _registry;
    private readonly ChangeHub _changes;

    public StatusStore(ConfigstoreSettings settings, ProducerRegistry registry, ChangeHub changes, ILogger<StatusStore> logger)
    {
        (_registry, _changes) = (registry, changes);
        _store = new DurableMap<StatusRecord>(
            Path.Combine(settings.DataDirectory, "status"), $"status {settings.GiteaUrl} {settings.RepoPrefix}", StorageJson.Default.StatusRecord, logger);
        foreach (var (key, record) in _store.ToDictionary())
        {
            if (EnvironmentKey.TryParse(key, null, out var environment)) _records[environment] = record;
        }
        registry.Removed += Forget;
    }

    /// <summary>Tells of a status that says something new.</summary>
    public event Action<EnvironmentKey>? Changed;

    public IEnumerable<StatusRecord> Records => _records.Values;

    public StatusRecord? Find(EnvironmentKey key) => _records.GetValueOrDefault(key);

    /// <summary>Takes a report.</summary>
    public void Put(EnvironmentStatus status)
    {
        var known = Find(status.Key);
        // An actualizer that has just started does not know yet what was applied; that does not make it unknown to all.
        if (status.AppliedRevision is null) status = status with { AppliedRevision = known?.Status.AppliedRevision };
        var next = new StatusRecord(status, known?.Posted);
        _records[status.Key] = next;
        if (known is not null && SaysTheSame(known.Status, status)) return;
        _store.Put(status.Key.ToString(), next);
        _changes.Publish(ChangeStreamEvents.Status, status.Producer, status, ApiJson.Default.EnvironmentStatus);
        Changed?.Invoke(status.Key);
    }

    /// <summary>Notes what Gitea was told, so that it is not told again after a restart.</summary>
    public void MarkPosted(EnvironmentKey key, string posted)
    {
        while (_records.TryGetValue(key, out var known))
        {
            var next = known with { Posted = posted };
            if (!_records.TryUpdate(key, next, known)) continue;
            _store.Put(key.ToString(), next);
            return;
        }
    }

    /// <summary>All of known producers, ordered.</summary>
    public IReadOnlyList<EnvironmentStatus> List(IReadOnlySet<ReconcileState> states)
    {
        var producers = _registry.Current.Producers;
        return [.. _records.Values.Select(record => record.Status)
            .Where(status => (states.Count == 0 || states.Contains(status.State)) && producers.ContainsKey(status.Producer))
            .OrderBy(status => status.Key)];
    }

    public void Dispose()
    {
        _registry.Removed -= Forget;
        _store.Dispose();
    }

    private static bool SaysTheSame(EnvironmentStatus one, EnvironmentStatus other) =>
        one.State == other.State
        && one.Reason == other.Reason
        && one.Message == other.Message
        && one.Revision == other.Revision
        && one.AppliedRevision == other.AppliedRevision
        && one.Objects == other.Objects
        && one.Problems.SequenceEqual(other.Problems)
        && other.Changes.Count == 0;

    private void Forget(ProducerName producer)
    {
        foreach (var key in _records.Keys.Where(key => key.Producer == producer).ToArray())
        {
            if (_records.TryRemove(key, out _)) _store.Remove(key.ToString());
        }
    }
}
