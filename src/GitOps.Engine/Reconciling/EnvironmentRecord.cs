using GitOps.Engine.Planning;
using GitOps.Model.Snapshots;

namespace GitOps.Engine.Reconciling;

/// <summary>
/// What one process remembers of one environment between passes: enough to know without a request that nothing is to be done.
/// Only the pass of its key touches it.
/// </summary>
public sealed class EnvironmentRecord
{
    /// <summary>What was wholly applied last by this process; null until then.</summary>
    public AppliedState? Applied { get; set; }

    /// <summary>Deletions that wait for their replacements; they belong to <see cref="Applied"/>.</summary>
    public IReadOnlyList<PlanStep> Surplus { get; set; } = [];

    /// <summary>How the last pass ended; null before the first.</summary>
    public Outcome? Last { get; set; }

    /// <summary>The revision that <see cref="Last"/> is about.</summary>
    public Revision LastRevision { get; set; }

    /// <summary>When the state and reason of <see cref="Last"/> began.</summary>
    public DateTimeOffset Since { get; set; }

    /// <summary>Passes in a row that healed drift soon after another had.</summary>
    public int HealStreak { get; set; }

    /// <summary>When drift was last healed, a timestamp of the clock; 0 for never.</summary>
    public long HealedAt { get; set; }
}
