namespace GitOps.Sandbox.Forge.Metadata;

/// <summary>A table's rows, or some of them, in one order, sorted again only after the table has changed: listing page after page of a quiet table sorts once.</summary>
internal sealed class SortedView<T>(Table<T> table, Comparison<T> order, Func<T, bool>? filter = null)
    where T : class
{
    private Sorted _cached = new(-1, []);

    public T[] Rows
    {
        get
        {
            var version = table.Version;
            var cached = _cached;
            if (cached.Version != version)
            {
                var rows = (filter is null ? table.Rows : table.Rows.Where(filter)).ToArray();
                Array.Sort(rows, order);
                _cached = cached = new Sorted(version, rows);
            }

            return cached.Rows;
        }
    }

    // One reference, so that readers see version and rows of the same moment.
    private sealed record Sorted(long Version, T[] Rows);
}
