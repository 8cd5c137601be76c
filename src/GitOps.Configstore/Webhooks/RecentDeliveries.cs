namespace GitOps.Configstore.Webhooks;

/// <summary>The ids of the last deliveries, a bounded number.</summary>
internal sealed class RecentDeliveries(int capacity)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <returns>Whether it is new.</returns>
    public bool Add(string delivery)
    {
        lock (_lock)
        {
            if (!_known.Add(delivery)) return false;
            _order.Enqueue(delivery);
            if (_order.Count > capacity) _known.Remove(_order.Dequeue());
            return true;
        }
    }
}
