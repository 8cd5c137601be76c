using System.Collections.Concurrent;
using GitOps.Configstore.Producers;
using GitOps.Gitea;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Repositories;

namespace GitOps.Configstore.Scanning;

/// <summary>
/// Finds what changed since the last scan: reads Gitea's repositories from the last updated on, until one that has long been known
/// as it is. When nothing changed that is one request. Never removes anything.
/// </summary>
/// <remarks>
/// <c>updated_at</c> has a grain of one second and moves up to seconds after the push, so two pushes can share a time. A repository's
/// head is therefore read at every scan until one begins two seconds or more after that time was first seen: Gitea's clock has left
/// that second by then, and a later push would show another time. No clocks of two machines are compared.
/// What is dated later than Gitea's own clock shows (it was set back, or a database was imported) stays on top whatever is pushed
/// elsewhere, so the scan goes past it.
/// </remarks>
public sealed class IncrementalScan(
    GiteaClient gitea, ProducerRegistry registry, RepositoryObserver observer, ConfigstoreSettings settings, TimeProvider time, ILogger<IncrementalScan> logger)
{
    private static readonly TimeSpan Grain = TimeSpan.FromSeconds(2);

    /// <summary>More than these cost every scan another request.</summary>
    private const int MostFuture = 40;

    private readonly Dictionary<long, Sighting> _sightings = [];
    private bool _isFutureTold;

    // What could not be read last time: it may have sunk below those that are known, where nobody would look again.
    private readonly Dictionary<long, GiteaRepository> _unread = [];

    /// <exception cref="GiteaException">Gitea could not be listed; the next scan covers what this one missed.</exception>
    /// <exception cref="ScanIncompleteException">Some repositories could not be read; the next scan reads them again.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var now = time.GetTimestamp();
        var isEmpty = true;
        var future = 0;
        var changed = new Dictionary<long, (GiteaRepository Repository, Sighting Sighting)>();
        await foreach (var repository in gitea.Repositories.StreamUpdatedSinceAsync(DateTimeOffset.MinValue, cancellation))
        {
            isEmpty = false;
            var sighting = SightingOf(repository, now);
            if (repository.UpdatedAt > (gitea.Server.Now ?? time.GetUtcNow())) future++;
            else if (sighting.IsSettled && sighting.Age(now, time) >= settings.ScanOverlap) break;
            if (!sighting.IsSettled) changed[repository.Id] = (repository, sighting with { IsSettled = sighting.Age(now, time) >= Grain });
        }
        if (isEmpty && registry.Current.Producers.Values.Any(producer => producer.Repositories.Any()))
            throw new GiteaIncompleteException("Listing the last updated repositories: none came, although some are known. Nothing may be concluded from such a list.");
        WarnOfFuture(future);
        foreach (var (id, repository) in _unread) changed.TryAdd(id, (repository, new Sighting(repository.UpdatedAt, now, IsSettled: false)));

        var failed = new ConcurrentDictionary<long, GiteaRepository>();
        await Parallel.ForEachAsync(
            changed.Values,
            new ParallelOptions { MaxDegreeOfParallelism = settings.GiteaConcurrency, CancellationToken = cancellation },
            async (change, token) =>
            {
                if (!await TryObserveAsync(change.Repository, change.Sighting.IsSettled, token)) failed[change.Repository.Id] = change.Repository;
            });

        _unread.Clear();
        foreach (var (id, (repository, sighting)) in changed)
        {
            if (failed.ContainsKey(id)) _unread[id] = repository;
            else _sightings[id] = sighting;
        }
        if (_unread.Count > 0) throw new ScanIncompleteException(_unread.Count);
    }

    private void WarnOfFuture(int future)
    {
        if (future > MostFuture && !_isFutureTold)
            logger.LogWarning("{Repositories} repositories are dated later than Gitea's clock shows, and every scan reads past them. Was its clock set back? Set their update times right in Gitea's database", future);
        _isFutureTold = future > MostFuture;
    }

    private Sighting SightingOf(GiteaRepository repository, long now)
    {
        if (_sightings.TryGetValue(repository.Id, out var known) && known.UpdatedAt == repository.UpdatedAt) return known;
        // Certain for this time since a full scan, or since before a restart.
        var isSettled = observer.TryIdentify(repository.FullName, out var producer, out var slot)
            && registry.Current.Producers.GetValueOrDefault(producer)?.Repository(slot) is { } state
            && state.Id == repository.Id
            && state.SettledAt == repository.UpdatedAt;
        return new Sighting(repository.UpdatedAt, isSettled ? null : now, isSettled);
    }

    /// <summary>One repository's failure is not another's.</summary>
    private async Task<bool> TryObserveAsync(GiteaRepository repository, bool settle, CancellationToken cancellation)
    {
        try
        {
            await observer.ObserveAsync(repository, settle, warm: true, cancellation);
            return true;
        }
        catch (GiteaException failure)
        {
            logger.LogWarning("{Repository} could not be read and is tried again with the next scan: {Reason}", repository.FullName, failure.Message);
            return false;
        }
    }

    /// <param name="UpdatedAt">As Gitea listed it.</param>
    /// <param name="FirstSeen">When that was first listed here; null for longer ago than this process runs.</param>
    /// <param name="IsSettled">Whether the head was read after that second was over.</param>
    private readonly record struct Sighting(DateTimeOffset UpdatedAt, long? FirstSeen, bool IsSettled)
    {
        public TimeSpan Age(long now, TimeProvider time) => FirstSeen is { } seen ? time.GetElapsedTime(seen, now) : TimeSpan.MaxValue;
    }
}
