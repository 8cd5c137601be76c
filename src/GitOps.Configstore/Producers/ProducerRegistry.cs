using System.Collections.Immutable;
using System.Globalization;
using GitOps.Configstore.Changes;
using GitOps.Configstore.Storage;
using GitOps.Model.Api;
using GitOps.Model.Names;

namespace GitOps.Configstore.Producers;

/// <summary>
/// All producers and their heads as last read from Gitea. Readers get an immutable state; every change replaces it as a whole,
/// is written to disk, and is told on the change stream in the same order. Nothing but an explicit removal makes a producer or
/// repository disappear: a failed read changes nothing here.
/// </summary>
/// <remarks>
/// The registry survives a restart. A complete listing of before the restart is still a complete listing of its time
/// (<see cref="RegistryState.CompleteAsOf"/> says which), so it is served at once: an actualizer can start while Gitea is down.
/// Because every change is on disk before it is told, no head that was served is ever followed by an older one.
/// </remarks>
public sealed class ProducerRegistry : IDisposable
{
    private const string CompleteKey = "*";

    private readonly Lock _lock = new();
    private readonly ChangeHub _changes;
    private readonly DurableMap<RegistryRecord> _store;
    private long _version;
    private RegistryState _current;

    public ProducerRegistry(ConfigstoreSettings settings, ChangeHub changes, ILogger<ProducerRegistry> logger)
    {
        _changes = changes;
        _store = new DurableMap<RegistryRecord>(
            Path.Combine(settings.DataDirectory, "registry"),
            $"registry {settings.GiteaUrl} {settings.RepoPrefix}",
            StorageJson.Default.RegistryRecord,
            logger);
        var records = _store.ToDictionary();
        _current = new RegistryState(
            NextListing(),
            records.GetValueOrDefault(CompleteKey)?.CompleteAsOf,
            records.Values.Select(record => record.Producer).OfType<ProducerState>().ToImmutableDictionary(producer => producer.Name));
        if (!_current.Producers.IsEmpty)
            logger.LogInformation("Knows {Producers} producers from before the restart", _current.Producers.Count);
    }

    /// <summary>Tells of a producer that is gone.</summary>
    public event Action<ProducerName>? Removed;

    public RegistryState Current => Volatile.Read(ref _current);

    /// <summary>Changes one producer, given what is known of it now (null when nothing is); null removes it.</summary>
    /// <returns>The producer after the change.</returns>
    public ProducerState? Update(ProducerName name, Func<ProducerState?, ProducerState?> change)
    {
        lock (_lock)
        {
            var before = _current.Producers.GetValueOrDefault(name);
            var after = change(before);
            if (Equals(before, after)) return after;
            _store.Change([(name.Value, after is null ? null : new RegistryRecord(after))]);
            Replace(_current.CompleteAsOf, after is null ? _current.Producers.Remove(name) : _current.Producers.SetItem(name, after));
            Tell(name, before, after);
            return after;
        }
    }

    /// <summary>Notes that Gitea was listed completely, and that everything of the listing is in the registry.</summary>
    /// <param name="asOf">When the listing began.</param>
    public void MarkComplete(DateTimeOffset asOf)
    {
        lock (_lock)
        {
            var first = _current.CompleteAsOf is null;
            _store.Put(CompleteKey, new RegistryRecord(null, asOf));
            Replace(asOf, _current.Producers);
            // Who connected before there was anything to list was told nothing so far.
            if (first) _changes.PublishReset();
        }
    }

    public void Dispose() => _store.Dispose();

    private void Replace(DateTimeOffset? completeAsOf, ImmutableDictionary<ProducerName, ProducerState> producers) =>
        Volatile.Write(ref _current, new RegistryState(NextListing(), completeAsOf, producers));

    private string NextListing() => string.Create(CultureInfo.InvariantCulture, $"{_changes.Epoch}-{++_version}");

    private void Tell(ProducerName name, ProducerState? before, ProducerState? after)
    {
        if (after is null)
        {
            foreach (var head in before!.Heads()) _changes.Publish(ChangeStreamEvents.Removed, name, head, ApiJson.Default.EnvironmentHead);
            Removed?.Invoke(name);
            return;
        }
        // While the first listing is being read there is nobody to tell: all will list when it is complete.
        if (_current.CompleteAsOf is null) return;
        var known = before?.Heads() ?? [];
        var heads = after.Heads();
        foreach (var head in heads)
        {
            if (known.FirstOrDefault(former => former.Key == head.Key) is { } former
                && former.Revision == head.Revision && former.Missing.SequenceEqual(head.Missing)) continue;
            _changes.Publish(ChangeStreamEvents.Head, name, head, ApiJson.Default.EnvironmentHead);
        }
        foreach (var former in known.Where(former => heads.All(head => head.Key != former.Key)))
            _changes.Publish(ChangeStreamEvents.Removed, name, former, ApiJson.Default.EnvironmentHead);
    }
}
