using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace GitOps.Sandbox.Forge.Metadata;

/// <summary>The rows of a table by a key that several may share.</summary>
internal sealed class TableIndex<T, TKey>(Table<T> table, Func<T, TKey> keyOf, Func<T, long> idOf) : ITableIndex<T>
    where T : class
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, ImmutableArray<long>> _ids = new();

    /// <summary>The rows with this key, in the order in which they got it.</summary>
    public IEnumerable<T> All(TKey key)
    {
        foreach (var id in _ids.GetValueOrDefault(key, []))
        {
            if (table.Find(id) is { } row)
            {
                yield return row;
            }
        }
    }

    public T? Find(TKey key) => All(key).FirstOrDefault();

    public bool Contains(TKey key) => _ids.ContainsKey(key);

    public void Replace(T? old, T? row)
    {
        if (old is not null && row is not null && EqualityComparer<TKey>.Default.Equals(keyOf(old), keyOf(row)))
        {
            return;
        }

        if (old is not null)
        {
            var left = _ids.GetValueOrDefault(keyOf(old), []).Remove(idOf(old));
            if (left.IsEmpty)
            {
                _ids.TryRemove(keyOf(old), out _);
            }
            else
            {
                _ids[keyOf(old)] = left;
            }
        }

        if (row is not null)
        {
            _ids[keyOf(row)] = _ids.GetValueOrDefault(keyOf(row), []).Add(idOf(row));
        }
    }
}
