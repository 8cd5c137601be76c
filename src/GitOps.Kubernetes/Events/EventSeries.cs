using GitOps.Kubernetes.Objects;

namespace GitOps.Kubernetes.Events;

/// <summary>An event that was written, and how often the same has happened since.</summary>
internal sealed class EventSeries(ObjectReference target, long at)
{
    /// <summary>The event object.</summary>
    public ObjectReference Target { get; } = target;

    public int Count { get; set; } = 1;

    /// <summary>Timestamp of the last repetition.</summary>
    public long SeenAt { get; set; } = at;

    /// <summary>Timestamp of the last writing.</summary>
    public long WrittenAt { get; set; } = at;
}
