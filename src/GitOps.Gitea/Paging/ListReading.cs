namespace GitOps.Gitea.Paging;

/// <summary>One reading of a list from its first page to its last, and what is known of its completeness.</summary>
internal sealed class ListReading<T, TKey>(Func<int, CancellationToken, Task<Page<T>>> read, Func<T, TKey> key, Func<T, long>? newestFirst)
    where TKey : notnull
{
    private bool _isSorted = newestFirst is not null;
    private long _lastRank = long.MaxValue;
    private int _page;
    private int _rows;
    private int? _firstTotal;
    private int? _total;
    private bool _isDone;

    /// <summary>The keys of all rows.</summary>
    public HashSet<TKey> Seen { get; } = [];

    /// <summary>Why the reading cannot be whole; null when nothing speaks against it.</summary>
    public string? Doubt { get; private set; }

    /// <summary>Whether the reading, without doubt and at its end, needs no second one to confirm it.</summary>
    public bool IsProven => _page <= 1 || _isSorted;

    /// <summary>The next page's new rows; null at the end or at the first doubt.</summary>
    public async Task<IReadOnlyList<T>?> NextAsync(CancellationToken cancellation)
    {
        if (_isDone)
        {
            return null;
        }

        var page = await read(_page + 1, cancellation);
        _page++;
        if (_page > 1 && page.Total != _total && (!_isSorted || page.Total is null || page.Total < _total))
        {
            return End($"the total went from {_total} to {page.Total} between two pages");
        }

        _firstTotal ??= page.Total;
        _total = page.Total;
        _rows += page.Items.Count;
        var fresh = Keep(page.Items);
        if (fresh.Count < page.Items.Count && !_isSorted && _total is not null)
        {
            return End("a row came twice");
        }

        // Without a total the end is a page that brings nothing new; a server that knows no pages repeats the first.
        if (_total is null ? fresh.Count == 0 : _rows >= _total || page.Items.Count == 0)
        {
            _isDone = true;
            if (_total is not null && (_isSorted ? Seen.Count < _firstTotal : Seen.Count != _total))
            {
                return End($"{Seen.Count} rows came of {_total}");
            }
        }

        return fresh;
    }

    private List<T> Keep(IReadOnlyList<T> items)
    {
        var fresh = new List<T>(items.Count);
        foreach (var item in items)
        {
            if (!Seen.Add(key(item)))
            {
                continue;
            }

            if (_isSorted)
            {
                var rank = newestFirst!(item);
                _isSorted = rank <= _lastRank;
                _lastRank = rank;
            }

            fresh.Add(item);
        }

        return fresh;
    }

    private List<T>? End(string doubt)
    {
        Doubt = doubt;
        _isDone = true;
        return null;
    }
}
