using GitOps.Gitea.Errors;
using GitOps.Gitea.Paging;

namespace GitOps.Gitea.Tests.Paging;

/// <summary>A list that changes between two pages, in every way that page numbers can go wrong.</summary>
public sealed class PagedListTests
{
    private const int Limit = 3;
    private static readonly GiteaOptions Options = new() { BaseUrl = new("http://gitea.local"), MaxListRestarts = 2 };

    [Test]
    public async Task ToList_NothingChanges_GivesAll([Values(0, 1, 3, 4, 6, 7)] int count)
    {
        var source = new MovingList(Enumerable.Range(1, count), newestFirst: true);

        Assert.That(await source.List().ToListAsync(default), Is.EqualTo(source.Rows.Order().Reverse()));
    }

    [Test]
    public async Task ToList_NewestFirstAndUnchanged_IsReadOnce()
    {
        var source = new MovingList(Enumerable.Range(1, 7), newestFirst: true);

        await source.List().ToListAsync(default);

        Assert.That(source.Reads, Is.EqualTo(3));
    }

    [Test]
    public async Task ToList_ServerSortsOtherwise_IsConfirmedByASecondReading()
    {
        var source = new MovingList(Enumerable.Range(1, 7), newestFirst: false);

        var rows = await source.List().ToListAsync(default);

        Assert.That(rows, Is.EquivalentTo(source.Rows));
        Assert.That(source.Reads, Is.EqualTo(6));
    }

    [Test]
    public async Task ToList_RowRemovedBehindTheReader_MissesNothing()
    {
        var source = new MovingList(Enumerable.Range(1, 9), newestFirst: true);
        source.After(1, rows => rows.Remove(9));

        Assert.That(await source.List().ToListAsync(default), Is.EqualTo(new[] { 8, 7, 6, 5, 4, 3, 2, 1 }));
    }

    [Test]
    public async Task ToList_RowAddedWhileReading_MissesNoneThatWasThere()
    {
        var source = new MovingList(Enumerable.Range(1, 9), newestFirst: true);
        source.After(1, rows => rows.Add(10));

        Assert.That(await source.List().ToListAsync(default), Is.SupersetOf(Enumerable.Range(1, 9)).And.Unique);
    }

    [Test]
    public async Task ToList_UnsortedRowRemovedAndOneAdded_MissesNothing()
    {
        // The total stays, no row comes twice, and yet a row would be missed: 4 moves from the second page into the first.
        var source = new MovingList(Enumerable.Range(1, 9), newestFirst: false);
        source.After(1, rows =>
        {
            rows.Remove(1);
            rows.Add(10);
        });

        Assert.That(await source.List().ToListAsync(default), Is.EquivalentTo(Enumerable.Range(2, 9)));
    }

    [Test]
    public void ToList_RowsNeverStandStill_FailsAndGivesNothing()
    {
        var source = new MovingList(Enumerable.Range(1, 100), newestFirst: true);
        source.AfterEach(rows => rows.Remove(rows.Max()));

        var error = Assert.ThrowsAsync<GiteaIncompleteException>(() => source.List().ToListAsync(default))!;

        Assert.That(error.Message, Does.Contain("Listing the numbers").And.Contain("3 times in a row"));
        Assert.That(error.IsTransient, Is.True);
    }

    [Test]
    public void ToList_FewerRowsThanTheTotal_Fails([Values] bool newestFirst)
    {
        var source = new MovingList(Enumerable.Range(1, 7), newestFirst) { HiddenRow = 5 };

        Assert.ThrowsAsync<GiteaIncompleteException>(() => source.List().ToListAsync(default));
    }

    [Test]
    public void ToList_PagesEndBeforeTheTotal_Fails()
    {
        var source = new MovingList(Enumerable.Range(1, 7), newestFirst: true) { EmptyFromPage = 2 };

        Assert.ThrowsAsync<GiteaIncompleteException>(() => source.List().ToListAsync(default));
    }

    [Test]
    public async Task ToList_ServerGivesNoTotalAndNoPages_GivesAll()
    {
        var source = new MovingList(Enumerable.Range(1, 2), newestFirst: false) { HasTotal = false, HasPages = false };

        Assert.That(await source.List().ToListAsync(default), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task ToList_ServerGivesNoTotal_GivesAll()
    {
        var source = new MovingList(Enumerable.Range(1, 7), newestFirst: false) { HasTotal = false };

        Assert.That(await source.List().ToListAsync(default), Is.EqualTo(Enumerable.Range(1, 7)));
    }

    [Test]
    public async Task Stream_RowRemovedBehindTheReader_GivesEachOfTheRestOnce()
    {
        var source = new MovingList(Enumerable.Range(1, 9), newestFirst: true);
        source.After(1, rows => rows.Remove(9));

        Assert.That(await StreamAsync(source, null), Is.SupersetOf(Enumerable.Range(1, 8)).And.Unique);
    }

    [Test]
    public async Task Stream_UntilARow_ReadsNoPageMore()
    {
        var source = new MovingList(Enumerable.Range(1, 90), newestFirst: true);

        Assert.That(await StreamAsync(source, row => row < 88), Is.EqualTo(new[] { 90, 89, 88 }));
        Assert.That(source.Reads, Is.EqualTo(2));
    }

    [Test]
    public void Stream_PagesEndBeforeTheTotal_Fails()
    {
        var source = new MovingList(Enumerable.Range(1, 7), newestFirst: true) { EmptyFromPage = 2 };

        Assert.ThrowsAsync<GiteaIncompleteException>(() => StreamAsync(source, null));
    }

    private static async Task<List<int>> StreamAsync(MovingList source, Func<int, bool>? until)
    {
        var rows = new List<int>();
        await foreach (var row in source.List().StreamAsync(until, default))
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>A list behind page numbers, as a server has it, that changes when the test says.</summary>
    private sealed class MovingList(IEnumerable<int> rows, bool newestFirst)
    {
        private Action<List<int>>? _afterEach;
        private (int Read, Action<List<int>> Change)? _after;

        public List<int> Rows { get; } = [.. rows];

        public int Reads { get; private set; }

        public bool HasTotal { get; init; } = true;

        public bool HasPages { get; init; } = true;

        public int? HiddenRow { get; init; }

        public int EmptyFromPage { get; init; } = int.MaxValue;

        public PagedList<int, int> List() => new("the numbers", ReadAsync, row => row, Options, row => row);

        public void After(int read, Action<List<int>> change) => _after = (read, change);

        public void AfterEach(Action<List<int>> change) => _afterEach = change;

        private Task<Page<int>> ReadAsync(int page, CancellationToken cancellation)
        {
            var sorted = newestFirst ? Rows.OrderDescending() : Rows.Order();
            List<int> given = page >= EmptyFromPage ? [] : [.. HasPages ? sorted.Skip((page - 1) * Limit).Take(Limit) : sorted];
            given.RemoveAll(row => row == HiddenRow);
            var answer = new Page<int>(given, HasTotal ? Rows.Count : null);
            Reads++;
            _afterEach?.Invoke(Rows);
            if (_after is { } after && after.Read == Reads)
            {
                after.Change(Rows);
            }

            return Task.FromResult(answer);
        }
    }
}
