using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using GitOps.Configstore.Producers;
using GitOps.Gitea.Errors;
using GitOps.Model.Names;

namespace GitOps.Configstore.Scanning;

/// <summary>
/// When each repository's heads were last read from git itself, which no lost webhook and no lost update time can deceive. What was read
/// before the process started, or before Gitea was last interrupted, counts as unverified: a Gitea that is killed loses what it has not
/// yet handled of the pushes that it took.
/// </summary>
public sealed class HeadChecks
{
    private readonly ProducerRegistry _registry;
    private readonly TimeProvider _time;
    private readonly Counter<long> _checks;
    private readonly long _start;
    private readonly ConcurrentDictionary<(ProducerName Producer, RepositorySlot Slot), Entry> _entries = new();
    private readonly Lock _lock = new();
    private long _trustedFrom;
    private string _why = "the start";

    public HeadChecks(ProducerRegistry registry, TimeProvider time, IMeterFactory meters)
    {
        (_registry, _time) = (registry, time);
        _start = _trustedFrom = time.GetTimestamp();
        var meter = meters.Create(ConfigstoreMetrics.Meter);
        _checks = meter.CreateCounter<long>("gitops.head.checks", description: "Repositories whose heads were compared with git, by result");
        meter.CreateObservableGauge("gitops.heads.unverified", () => Survey().Unverified, description: "Repositories whose heads were not read from git since the start or since Gitea was last interrupted");
        meter.CreateObservableGauge("gitops.heads.oldest.verification.age", () => Survey().OldestAge.TotalSeconds, "s", "How long ago the heads were read from git that were not for the longest time: how long a lost push may go unseen");
    }

    /// <summary>To be taken before heads are read, and given to <see cref="Verified"/> after.</summary>
    internal long Now => _time.GetTimestamp();

    /// <summary>All heads of a repository were read from git and are in the registry.</summary>
    /// <param name="began">When the reading began.</param>
    internal void Verified((ProducerName, RepositorySlot) repository, long began) => _entries.AddOrUpdate(
        repository,
        static (_, began) => new Entry(began, began, null),
        static (_, known, began) => new Entry(Math.Max(known.Verified, began), Math.Max(known.Tried, began), null),
        began);

    /// <summary>They are about to be read.</summary>
    internal void Try((ProducerName, RepositorySlot) repository) => _entries.AddOrUpdate(
        repository,
        static (_, now) => new Entry(0, now, null),
        static (_, known, now) => known with { Tried = now },
        Now);

    /// <summary>They could not be read.</summary>
    /// <returns>Whether this is news.</returns>
    internal bool Failed((ProducerName, RepositorySlot) repository, string reason)
    {
        var isNews = _entries.GetValueOrDefault(repository).Problem is null;
        _entries.AddOrUpdate(
            repository,
            static (_, failed) => new Entry(0, failed.Now, failed.reason),
            static (_, known, failed) => known with { Problem = failed.reason },
            (Now, reason));
        return isNews;
    }

    /// <summary>Whether a failure says something of one repository, not of Gitea. Gitea answers 500 when one is damaged.</summary>
    internal static bool IsOfOne(GiteaException failure) => failure is not (GiteaUnauthorizedException or GiteaForbiddenException or GiteaRateLimitedException)
        && (failure is not GiteaUnavailableException || failure.Status == HttpStatusCode.InternalServerError);

    internal void Count(string result) => _checks.Add(1, new KeyValuePair<string, object?>("result", result));

    /// <summary>Gitea was interrupted: nothing that was read before is certain.</summary>
    /// <returns>Whether this is news: before, all were verified.</returns>
    internal bool Doubt()
    {
        var isNews = Survey() is { Unverified: 0, All: > 0 };
        lock (_lock) (_trustedFrom, _why) = (Now, $"Gitea was interrupted at {_time.GetUtcNow():u}");
        return isNews;
    }

    /// <summary>Whether nothing that was read then is certain any more.</summary>
    internal bool IsDoubted(long moment)
    {
        lock (_lock) return moment < _trustedFrom;
    }

    internal bool IsUnverified((ProducerName, RepositorySlot) repository) => IsDoubted(_entries.GetValueOrDefault(repository).Verified);

    /// <summary>When it was last tried; 0 for never.</summary>
    internal long TriedAt((ProducerName, RepositorySlot) repository) => _entries.GetValueOrDefault(repository).Tried;

    /// <summary>All repositories, those first that were not tried for the longest time.</summary>
    internal IReadOnlyList<(ProducerName Producer, RepositorySlot Slot)> Round()
    {
        var known = Repositories().Select(repository => repository.Key).ToHashSet();
        foreach (var gone in _entries.Keys.Where(key => !known.Contains(key))) _entries.TryRemove(gone, out _);
        return [.. known.Select(key => (Key: key, Tried: TriedAt(key))).OrderBy(pair => pair.Tried).Select(pair => pair.Key)];
    }

    /// <summary>Why a repository's heads could not be read when that was last tried; null when they could.</summary>
    public string? ProblemOf(ProducerName producer, RepositorySlot slot) => _entries.GetValueOrDefault((producer, slot)).Problem;

    /// <summary>One sentence for an operator: what is unverified, and since when.</summary>
    public string Describe()
    {
        var (unverified, all, age) = Survey();
        string why;
        lock (_lock) why = _why;
        return unverified == 0
            ? $"all {all} heads verified within {Math.Ceiling(age.TotalSeconds):0} s"
            : $"{unverified} of {all} heads not verified yet since {why}";
    }

    private (int Unverified, int All, TimeSpan OldestAge) Survey()
    {
        var (unverified, all, oldest, now, today) = (0, 0, TimeSpan.Zero, Now, _time.GetUtcNow());
        foreach (var (key, created) in Repositories())
        {
            all++;
            if (IsUnverified(key)) unverified++;
            var verified = _entries.GetValueOrDefault(key).Verified;
            var age = _time.GetElapsedTime(verified == 0 ? _start : verified, now);
            // What is younger than the process was not unverified for longer than it exists.
            if (verified == 0 && today - created is { Ticks: > 0 } life && life < age) age = life;
            if (age > oldest) oldest = age;
        }
        return (unverified, all, oldest);
    }

    private IEnumerable<((ProducerName, RepositorySlot) Key, DateTimeOffset Created)> Repositories() =>
        _registry.Current.Producers.Values.SelectMany(producer => producer.Repositories.Select(repository => ((producer.Name, repository.Slot), repository.Repository.CreatedAt)));

    /// <param name="Verified">When the reading began that is the newest to have succeeded; 0 for none.</param>
    /// <param name="Tried">When one was last begun.</param>
    /// <param name="Problem">Why that failed.</param>
    private readonly record struct Entry(long Verified, long Tried, string? Problem);
}
