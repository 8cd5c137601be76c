using System.Collections.Concurrent;

namespace GitOps.Sandbox.Forge.Metadata;

/// <summary>
/// Rows of one kind by id. Rows are immutable: a change puts a new row in the place of the old. Readers take no lock;
/// writers hold the store's.
/// </summary>
internal sealed class Table<T>(Func<T, long> idOf)
    where T : class
{
    private readonly ConcurrentDictionary<long, T> _rows = new();
    private readonly List<ITableIndex<T>> _indexes = [];
    private long _lastId;
    private long _version;

    public int Count => _rows.Count;

    public IEnumerable<T> Rows => _rows.Values;

    /// <summary>Moves with every change, so that views of the table know when they are stale.</summary>
    public long Version => Interlocked.Read(ref _version);

    public long LastId => Interlocked.Read(ref _lastId);

    /// <summary>An id that no row has or had.</summary>
    public long NextId() => Interlocked.Increment(ref _lastId);

    /// <summary>Gives out no id up to this one any more.</summary>
    public void SkipIds(long upTo)
    {
        if (upTo > LastId)
        {
            Interlocked.Exchange(ref _lastId, upTo);
        }
    }

    public T? Find(long id) => _rows.GetValueOrDefault(id);

    public TableIndex<T, TKey> AddIndex<TKey>(Func<T, TKey> keyOf)
        where TKey : notnull
    {
        var index = new TableIndex<T, TKey>(this, keyOf, idOf);
        _indexes.Add(index);
        return index;
    }

    public void Put(T row)
    {
        var id = idOf(row);
        var old = Find(id);
        _rows[id] = row;
        foreach (var index in _indexes)
        {
            index.Replace(old, row);
        }

        Interlocked.Increment(ref _version);
    }

    public bool Remove(long id)
    {
        if (!_rows.TryRemove(id, out var old))
        {
            return false;
        }

        foreach (var index in _indexes)
        {
            index.Replace(old, null);
        }

        Interlocked.Increment(ref _version);
        return true;
    }

    public void Load(IEnumerable<T> rows, long lastId)
    {
        foreach (var row in rows)
        {
            Put(row);
            lastId = Math.Max(lastId, idOf(row));
        }

        Interlocked.Exchange(ref _lastId, lastId);
    }
}
