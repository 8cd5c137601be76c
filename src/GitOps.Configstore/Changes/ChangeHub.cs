using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GitOps.Model.Api;
using GitOps.Model.Names;

namespace GitOps.Configstore.Changes;

/// <summary>
/// Passes events to all subscribers in one order and remembers the last ones for those that reconnect. An event is encoded once,
/// whatever the number of subscribers. Publishing never waits for a subscriber: one that is too far behind is dropped, reconnects
/// with the id of its last event, and is told to list again when that is not known any more.
/// </summary>
public sealed class ChangeHub
{
    private readonly Lock _lock = new();
    private readonly StreamEvent[] _history;
    private readonly int _backlog;
    private readonly string _epoch = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
    private readonly HashSet<Subscription> _toAll = [];
    private readonly Dictionary<ProducerName, HashSet<Subscription>> _toOne = [];
    private long _last;

    public ChangeHub(ConfigstoreSettings settings, StreamMetrics metrics)
    {
        _history = new StreamEvent[settings.StreamHistory];
        _backlog = settings.StreamBacklog;
        Metrics = metrics;
    }

    /// <summary>Identifies this process's run; ids of another run are not known here.</summary>
    public string Epoch => _epoch;

    internal StreamMetrics Metrics { get; }

    /// <summary>Publishes an event of one producer.</summary>
    public void Publish<T>(string name, ProducerName producer, T data, JsonTypeInfo<T> json)
    {
        lock (_lock)
        {
            var published = Next(name, producer, JsonSerializer.Serialize(data, json));
            foreach (var subscription in _toAll) subscription.Offer(published);
            if (_toOne.TryGetValue(producer, out var subscribers))
            {
                foreach (var subscription in subscribers) subscription.Offer(published);
            }
        }
        Metrics.Published(name);
    }

    /// <summary>Tells everybody to list anew.</summary>
    public void PublishReset()
    {
        lock (_lock)
        {
            var published = Next(ChangeStreamEvents.Reset, null, "{}");
            foreach (var subscription in Everybody()) subscription.Offer(published);
        }
        Metrics.Published(ChangeStreamEvents.Reset);
    }

    /// <summary>Says keepalive to subscriptions that were quiet for as long as <paramref name="quiet"/>.</summary>
    public void KeepAlive(long now, TimeSpan quiet, TimeProvider time)
    {
        var keepalive = new StreamEvent(0, null, Encode(ChangeStreamEvents.Keepalive, null, "{}"));
        Subscription[] everybody;
        lock (_lock) everybody = [.. Everybody()];
        foreach (var subscription in everybody)
        {
            if (time.GetElapsedTime(subscription.LastOffered, now) >= quiet) subscription.Offer(keepalive);
        }
    }

    /// <summary>
    /// Follows all events, or those of one producer. What was missed since <paramref name="lastEventId"/> comes first; when that
    /// is unknown, or this is a first connection, a reset does.
    /// </summary>
    public Subscription Subscribe(ProducerName? producer, string? lastEventId, TimeProvider time)
    {
        lock (_lock)
        {
            var subscription = new Subscription(this, producer, Missed(producer, lastEventId), _backlog, time);
            SetFor(producer).Add(subscription);
            Metrics.Subscribed();
            return subscription;
        }
    }

    internal void Remove(Subscription subscription)
    {
        lock (_lock)
        {
            var set = SetFor(subscription.Producer);
            if (!set.Remove(subscription)) return;
            if (subscription.Producer is { } producer && set.Count == 0) _toOne.Remove(producer);
            Metrics.Unsubscribed();
        }
    }

    private ImmutableArray<StreamEvent> Missed(ProducerName? producer, string? lastEventId)
    {
        if (!TryReadId(lastEventId, out var seen) || seen > _last || seen < _last - _history.Length)
            return [new StreamEvent(_last, null, Encode(ChangeStreamEvents.Reset, _last, "{}"))];
        var missed = ImmutableArray.CreateBuilder<StreamEvent>();
        for (var sequence = seen + 1; sequence <= _last; sequence++)
        {
            var candidate = _history[sequence % _history.Length];
            if (producer is null || candidate.Producer is null || candidate.Producer == producer) missed.Add(candidate);
        }
        return missed.DrainToImmutable();
    }

    private bool TryReadId(string? id, out long sequence)
    {
        sequence = 0;
        return id is not null
            && id.Length > _epoch.Length
            && id.StartsWith(_epoch, StringComparison.Ordinal)
            && id[_epoch.Length] == '-'
            && long.TryParse(id.AsSpan(_epoch.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out sequence);
    }

    private StreamEvent Next(string name, ProducerName? producer, string json)
    {
        var sequence = _last + 1;
        var next = new StreamEvent(sequence, producer, Encode(name, sequence, json));
        _history[sequence % _history.Length] = next;
        _last = sequence;
        return next;
    }

    private byte[] Encode(string name, long? sequence, string json) =>
        Encoding.UTF8.GetBytes(sequence is null ? $"event: {name}\ndata: {json}\n\n" : $"id: {_epoch}-{sequence}\nevent: {name}\ndata: {json}\n\n");

    private HashSet<Subscription> SetFor(ProducerName? producer)
    {
        if (producer is not { } one) return _toAll;
        if (!_toOne.TryGetValue(one, out var set)) _toOne[one] = set = [];
        return set;
    }

    private IEnumerable<Subscription> Everybody() => _toAll.Concat(_toOne.Values.SelectMany(set => set));
}
