namespace GitOps.Engine.Live;

/// <summary>The uids that were added last, a fixed number of them. Not thread-safe.</summary>
internal sealed class RecentUids(int capacity)
{
    private readonly Queue<Guid> _order = new(capacity);
    private readonly HashSet<Guid> _uids = new(capacity);

    public void Add(Guid uid)
    {
        if (!_uids.Add(uid)) return;
        if (_order.Count == capacity) _uids.Remove(_order.Dequeue());
        _order.Enqueue(uid);
    }

    public bool Contains(Guid uid) => _uids.Contains(uid);
}
