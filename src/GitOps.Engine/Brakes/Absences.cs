using GitOps.Engine.Snapshots;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;

namespace GitOps.Engine.Brakes;

/// <summary>
/// Tells an environment that is gone from one that could not be read. Only complete, successful listings count; they must
/// be different ones, and span the grace period by the configstore's clock and by ours, so that neither a repeated answer nor a clock
/// that jumps shortens it. Thread-safe.
/// </summary>
public sealed class Absences(BrakeLimits limits, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<EnvironmentKey, Absence> _absences = [];

    // Of an earlier process, until the next listing shows whether they go on.
    private readonly Dictionary<EnvironmentKey, SavedAbsence> _former = [];

    /// <summary>Takes in a complete listing.</summary>
    /// <param name="listing">All environments there are.</param>
    /// <param name="existing">Environments that have objects in the cluster.</param>
    public void Observe(EnvironmentListing listing, IReadOnlyCollection<EnvironmentKey> existing)
    {
        lock (_gate)
        {
            // One moment for all: what vanished together is confirmed together.
            var now = time.GetTimestamp();
            foreach (var (key, head) in listing.Heads)
            {
                if (head.Missing.Count == 0) Forget(key);
                else Note(key, head.Missing, listing.CompleteAsOf, now);
            }
            foreach (var key in existing)
            {
                if (!listing.Heads.ContainsKey(key)) Note(key, [], listing.CompleteAsOf, now);
            }
            foreach (var key in _absences.Keys.Where(key => !listing.Heads.ContainsKey(key)).Except(existing).ToList()) Forget(key);
            _former.Clear();
        }
    }

    /// <summary>Grows with every absence that begins or ends.</summary>
    public long Version { get; private set; }

    /// <summary>All environments that are missing from complete listings, confirmed or not.</summary>
    public IReadOnlyList<EnvironmentKey> All
    {
        get { lock (_gate) return [.. _absences.Keys]; }
    }

    /// <summary>What an absence needs to go on after a restart.</summary>
    public IReadOnlyList<SavedAbsence> Save()
    {
        lock (_gate)
        {
            return [.. _absences.Select(item => new SavedAbsence(
                item.Key, item.Value.Missing, item.Value.FirstListing, item.Value.LastListing, time.GetElapsedTime(item.Value.FirstSeen))), .. _former.Values];
        }
    }

    /// <summary>
    /// Lets absences go on where an earlier process left them, those that are known now and those that the next listing shows. What
    /// has come back since is present. The time in which no process looked does not count.
    /// </summary>
    public void Restore(IEnumerable<SavedAbsence> saved)
    {
        lock (_gate)
        {
            foreach (var former in saved)
            {
                if (_absences.TryGetValue(former.Environment, out var known)) _absences[former.Environment] = GoesOn(known, former);
                else _former[former.Environment] = former;
            }
        }
    }

    /// <summary>All environments whose absence is confirmed.</summary>
    public IReadOnlyList<EnvironmentKey> Confirmed()
    {
        lock (_gate) return [.. _absences.Keys.Where(key => Judge(key) is { Confirmed: true })];
    }

    /// <summary>The environment was seen whole, in a listing or by itself.</summary>
    public void Present(EnvironmentKey environment)
    {
        lock (_gate) Forget(environment);
    }

    /// <summary>Null when nothing of the environment is missing, as far as complete listings tell.</summary>
    public AbsenceVerdict? Judge(EnvironmentKey environment)
    {
        lock (_gate)
        {
            if (!_absences.TryGetValue(environment, out var absence)) return null;
            var listed = absence.LastListing - absence.FirstListing;
            var seen = time.GetElapsedTime(absence.FirstSeen);
            var lasted = listed < seen ? listed : seen;
            var what = absence.Missing.Count == 0
                ? "the producer is"
                : $"the {string.Join(" and ", absence.Missing.Select(role => role == RepositoryRole.Dev ? "dev" : "functions"))} repository is";
            return new AbsenceVerdict(
                listed > TimeSpan.Zero && lasted >= limits.Grace,
                limits.Grace > lasted ? limits.Grace - lasted : TimeSpan.Zero,
                $"{what} missing from complete listings since {absence.FirstListing:u}");
        }
    }

    private Absence GoesOn(Absence known, SavedAbsence former) => known with
    {
        FirstListing = former.FirstListing < known.FirstListing ? former.FirstListing : known.FirstListing,
        FirstSeen = Math.Min(time.GetTimestamp() - (long)(former.Lasted.TotalSeconds * time.TimestampFrequency), known.FirstSeen),
    };

    private void Forget(EnvironmentKey key)
    {
        if (_absences.Remove(key) | _former.Remove(key)) Version++;
    }

    private void Note(EnvironmentKey key, IReadOnlyList<RepositoryRole> missing, DateTimeOffset completeAsOf, long now)
    {
        if (_absences.TryGetValue(key, out var known))
        {
            _absences[key] = known with { Missing = missing, LastListing = completeAsOf > known.LastListing ? completeAsOf : known.LastListing };
            return;
        }
        Version++;
        var begun = new Absence(missing, completeAsOf, completeAsOf, now);
        _absences[key] = _former.TryGetValue(key, out var former) ? GoesOn(begun, former) : begun;
    }
}
