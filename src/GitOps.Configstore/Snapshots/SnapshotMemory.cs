using GitOps.Model.Snapshots;

namespace GitOps.Configstore.Snapshots;

/// <summary>The last used snapshots, bounded in bytes.</summary>
internal sealed class SnapshotMemory(long maxBytes)
{
    private const int Overhead = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<(long, string), LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();
    private long _bytes;

    public RepositorySnapshot? Find(long repository, string commit)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue((repository, commit), out var node)) return null;
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Snapshot;
        }
    }

    public void Add(long repository, RepositorySnapshot snapshot)
    {
        var size = Overhead + snapshot.Documents.Concat(snapshot.Code).Sum(document => (document.Key.Length + document.Value.Length) * (long)sizeof(char));
        if (size > maxBytes) return;
        lock (_lock)
        {
            if (_entries.ContainsKey((repository, snapshot.Commit))) return;
            var entry = new Entry((repository, snapshot.Commit), snapshot, size);
            _entries[entry.Key] = _byUse.AddFirst(entry);
            _bytes += size;
            while (_bytes > maxBytes)
            {
                var oldest = _byUse.Last!.Value;
                _byUse.RemoveLast();
                _entries.Remove(oldest.Key);
                _bytes -= oldest.Size;
            }
        }
    }

    private sealed record Entry((long, string) Key, RepositorySnapshot Snapshot, long Size);
}
