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
                if (head.Missing.Count == 0) _absences.Remove(key);
                else Note(key, head.Missing, listing.CompleteAsOf, now);
            }
            foreach (var key in existing)
            {
                if (!listing.Heads.ContainsKey(key)) Note(key, [], listing.CompleteAsOf, now);
            }
            foreach (var key in _absences.Keys.Where(key => !listing.Heads.ContainsKey(key)).Except(existing).ToList()) _absences.Remove(key);
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
        lock (_gate) _absences.Remove(environment);
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

    private void Note(EnvironmentKey key, IReadOnlyList<RepositoryRole> missing, DateTimeOffset completeAsOf, long now)
    {
        _absences[key] = _absences.TryGetValue(key, out var known)
            ? known with { Missing = missing, LastListing = completeAsOf > known.LastListing ? completeAsOf : known.LastListing }
            : new Absence(missing, completeAsOf, completeAsOf, now);
    }
}
