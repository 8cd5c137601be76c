using System.Diagnostics.Metrics;

namespace GitOps.Configstore.Changes;

/// <summary>What the change stream counts.</summary>
public sealed class StreamMetrics
{
    private readonly Counter<long> _published;
    private readonly Counter<long> _dropped;
    private readonly UpDownCounter<long> _subscribers;

    public StreamMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(ConfigstoreMetrics.Meter);
        _published = meter.CreateCounter<long>("gitops.stream.events", description: "Events published on the change stream");
        _dropped = meter.CreateCounter<long>("gitops.stream.dropped", description: "Subscribers dropped because they were too slow");
        _subscribers = meter.CreateUpDownCounter<long>("gitops.stream.subscribers", description: "Subscribers of the change stream");
    }

    internal void Published(string name) => _published.Add(1, new KeyValuePair<string, object?>("event", name));

    internal void Dropped() => _dropped.Add(1);

    internal void Subscribed() => _subscribers.Add(1);

    internal void Unsubscribed() => _subscribers.Add(-1);
}
