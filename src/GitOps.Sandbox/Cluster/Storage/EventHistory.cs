namespace GitOps.Sandbox.Cluster.Storage;

/// <summary>The last events of one resource, from which watches resume. Guarded by the store's lock.</summary>
internal sealed class EventHistory(int capacity, long startRevision)
{
    private readonly Queue<EventNode> _retained = new();
    private EventNode _before = new(null, startRevision);
    private EventNode? _tail;

    /// <summary>The newest node; its <see cref="EventNode.Next"/> is yet to come.</summary>
    public EventNode Tail => _tail ?? _before;

    /// <summary>Watches can resume from this revision on.</summary>
    public long OldestResumable => _before.Revision;

    public void Append(StoreEvent value)
    {
        var node = new EventNode(value, value.Current.Revision);
        Tail.Append(node);
        _tail = node;
        _retained.Enqueue(node);
        if (_retained.Count > capacity)
            _before = _retained.Dequeue();
    }

    /// <summary>The node after which everything is newer than the revision; null when part of that is forgotten.</summary>
    public EventNode? At(long revision)
    {
        if (revision < _before.Revision)
            return null;
        var node = _before;
        // Resuming watchers are mostly close to the tail, but a bounded walk needs no index.
        while (node.Next is { IsCompletedSuccessfully: true } next && next.Result.Revision <= revision)
            node = next.Result;
        return node;
    }
}
