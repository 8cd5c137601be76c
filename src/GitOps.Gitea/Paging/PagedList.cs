using System.Runtime.CompilerServices;
using GitOps.Gitea.Errors;

namespace GitOps.Gitea.Paging;

/// <summary>
/// A list that is read whole or not at all. Gitea pages by number, so a row that appears or goes while the pages are
/// read moves all that follow; every reading is therefore checked, a doubtful one is started again a bounded number of
/// times, and then the list fails.
/// </summary>
/// <remarks>
/// What proves a reading whole: one page is one answer, whose rows must be as many as its total. A list that is sorted
/// newest first only ever moves rows it has not read yet backwards, unless rows went, which lowers the total; so a total
/// that never falls and enough distinct rows prove it. Of any other order (Gitea 1.21 sorts users by name only) a row
/// added before and a row removed behind can cancel out, so two equal readings in a row are asked for.
/// </remarks>
/// <param name="what">The list in words, for messages.</param>
/// <param name="read">Reads the page of that number, from 1.</param>
/// <param name="key">What tells rows apart.</param>
/// <param name="newestFirst">What the list was asked to be sorted by, falling; null when it has another order.</param>
internal sealed class PagedList<T, TKey>(
    string what, Func<int, CancellationToken, Task<Page<T>>> read, Func<T, TKey> key, GiteaOptions options, Func<T, long>? newestFirst = null)
    where TKey : notnull
{
    /// <exception cref="GiteaIncompleteException">It kept moving.</exception>
    public async Task<IReadOnlyList<T>> ToListAsync(CancellationToken cancellation)
    {
        HashSet<TKey>? unconfirmed = null;
        for (var restarts = 0; ;)
        {
            var rows = new List<T>();
            var reading = new ListReading<T, TKey>(read, key, newestFirst);
            while (await reading.NextAsync(cancellation) is { } page)
            {
                rows.AddRange(page);
            }

            if (reading.Doubt is null && (reading.IsProven || unconfirmed?.SetEquals(reading.Seen) == true))
            {
                return rows;
            }

            // A first reading that only lacks its confirmation is no failed one.
            if (reading.Doubt is not null || unconfirmed is not null)
            {
                ThrowWhenExhausted(++restarts, reading.Doubt ?? "two readings differ");
            }

            unconfirmed = reading.Doubt is null ? reading.Seen : null;
        }
    }

    /// <summary>
    /// Gives each row as it is read, once, and ends without an error only when the list was read whole (or the caller
    /// stops, or <paramref name="until"/> says that what follows is of no interest).
    /// </summary>
    /// <exception cref="GiteaIncompleteException">It kept moving.</exception>
    public async IAsyncEnumerable<T> StreamAsync(Func<T, bool>? until, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var given = new HashSet<TKey>();
        HashSet<TKey>? unconfirmed = null;
        for (var restarts = 0; ;)
        {
            var reading = new ListReading<T, TKey>(read, key, newestFirst);
            while (await reading.NextAsync(cancellation) is { } page)
            {
                foreach (var row in page)
                {
                    if (until?.Invoke(row) == true)
                    {
                        yield break;
                    }

                    if (given.Add(key(row)))
                    {
                        yield return row;
                    }
                }
            }

            if (reading.Doubt is null && (reading.IsProven || unconfirmed?.SetEquals(reading.Seen) == true))
            {
                yield break;
            }

            if (reading.Doubt is not null || unconfirmed is not null)
            {
                ThrowWhenExhausted(++restarts, reading.Doubt ?? "two readings differ");
            }

            unconfirmed = reading.Doubt is null ? reading.Seen : null;
        }
    }

    private void ThrowWhenExhausted(int restarts, string doubt)
    {
        if (restarts > options.MaxListRestarts)
        {
            throw new GiteaIncompleteException(
                $"Listing {what}: {doubt}, {restarts} times in a row. Nothing may be concluded from it; list again when fewer changes are made.");
        }
    }
}
