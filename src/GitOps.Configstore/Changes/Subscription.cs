using System.Collections.Immutable;
using System.Threading.Channels;
using GitOps.Model.Names;

namespace GitOps.Configstore.Changes;

/// <summary>One follower of the change stream, with a bounded number of events that it has not read yet.</summary>
public sealed class Subscription : IDisposable
{
    private readonly ChangeHub _hub;
    private readonly TimeProvider _time;
    private readonly Channel<StreamEvent> _events;
    private long _lastOffered;

    internal Subscription(ChangeHub hub, ProducerName? producer, ImmutableArray<StreamEvent> missed, int backlog, TimeProvider time)
    {
        _hub = hub;
        _time = time;
        Producer = producer;
        Missed = missed;
        _lastOffered = time.GetTimestamp();
        _events = Channel.CreateBounded<StreamEvent>(new BoundedChannelOptions(backlog) { SingleReader = true, SingleWriter = false });
    }

    /// <summary>Whose events are followed; null for all.</summary>
    public ProducerName? Producer { get; }

    /// <summary>What comes first.</summary>
    public ImmutableArray<StreamEvent> Missed { get; }

    /// <summary>What comes then. Ends when the subscription was dropped for being too slow.</summary>
    public ChannelReader<StreamEvent> Events => _events.Reader;

    internal long LastOffered => Interlocked.Read(ref _lastOffered);

    public void Dispose() => _hub.Remove(this);

    internal void Offer(StreamEvent offered)
    {
        Interlocked.Exchange(ref _lastOffered, _time.GetTimestamp());
        if (!_events.Writer.TryWrite(offered) && _events.Writer.TryComplete()) _hub.Metrics.Dropped();
    }
}
