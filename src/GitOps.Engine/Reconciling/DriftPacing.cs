using GitOps.Engine.Planning;

namespace GitOps.Engine.Reconciling;

/// <summary>
/// Heals drift at once, but slows down when the same environment drifts again and again: something else, an autoscaler say, wants
/// the fields too, and two controllers must not write against each other as fast as they can.
/// </summary>
public sealed class DriftPacing(TimeProvider time)
{
    /// <summary>Drift that comes this long after the last is not a repetition.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(2);

    /// <summary>Repetitions that are healed at once.</summary>
    private const int Free = 5;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>How long to wait before healing; null to heal now.</summary>
    public TimeSpan? Postpone(EnvironmentRecord record, Plan plan)
    {
        if (!IsHealing(plan) || record.HealStreak < Free) return null;
        var pause = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, record.HealStreak - Free), Longest.TotalSeconds));
        var since = time.GetElapsedTime(record.HealedAt);
        return since < pause ? pause - since : null;
    }

    /// <summary>Remembers that a plan was carried out.</summary>
    public void Note(EnvironmentRecord record, Plan plan)
    {
        if (!IsHealing(plan)) return;
        var repeats = record.HealedAt != 0 && time.GetElapsedTime(record.HealedAt) < Calm + TimeSpan.FromSeconds(Math.Pow(2, Math.Max(0, record.HealStreak - Free)));
        record.HealStreak = repeats ? Math.Min(record.HealStreak + 1, Free + 10) : 0;
        record.HealedAt = time.GetTimestamp();
    }

    private static bool IsHealing(Plan plan) => plan.Applies.Any() && plan.Applies.All(step => step.IsDrift);
}
