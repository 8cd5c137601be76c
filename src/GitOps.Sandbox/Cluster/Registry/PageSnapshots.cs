using GitOps.Sandbox.Cluster.Storage;

namespace GitOps.Sandbox.Cluster.Registry;

/// <summary>The views from which lists in pages are still being read; the oldest are given up first, and all after five minutes.</summary>
internal sealed class PageSnapshots(TimeProvider clock)
{
    private const int Capacity = 64;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly LinkedList<(string Resource, TableSnapshot Snapshot, DateTimeOffset Until)> _kept = new();

    public TableSnapshot? Find(string resource, long revision)
    {
        lock (_gate)
        {
            Forget();
            foreach (var (name, snapshot, _) in _kept)
            {
                if (name == resource && snapshot.Revision == revision)
                    return snapshot;
            }
            return null;
        }
    }

    public void Keep(string resource, TableSnapshot snapshot)
    {
        lock (_gate)
        {
            Forget();
            if (_kept.Any(kept => kept.Resource == resource && kept.Snapshot.Revision == snapshot.Revision))
                return;
            _kept.AddLast((resource, snapshot, clock.GetUtcNow() + Lifetime));
            if (_kept.Count > Capacity)
                _kept.RemoveFirst();
        }
    }

    private void Forget()
    {
        var now = clock.GetUtcNow();
        while (_kept.First is { } first && first.Value.Until < now)
            _kept.RemoveFirst();
    }
}
