using GitOps.Engine.Live;
using GitOps.Engine.Manifests;

namespace GitOps.Engine.Planning;

/// <summary>One object of a plan and why it is treated so.</summary>
/// <param name="Action">What is done.</param>
/// <param name="Key">To which object.</param>
/// <param name="Reason">Why, in words for people; what status, logs and history tell.</param>
public sealed record PlanStep(PlanAction Action, ObjectKey Key, string Reason)
{
    /// <summary>What is desired; null on deletions.</summary>
    public DesiredObject? Desired { get; init; }

    /// <summary>What is in the cluster; null on creations.</summary>
    public LiveObject? Live { get; init; }

    /// <summary>On a replacement: the pods of what is replaced serve until the new ones do.</summary>
    public bool KeepsPods { get; init; }

    /// <summary>Deployments that must be rolled out before this deletion: they replace what is deleted.</summary>
    public IReadOnlyList<ObjectKey> After { get; init; } = [];

    /// <summary>The cluster moved away from what had been applied; git did not change.</summary>
    public bool IsDrift => Reason is Drift.Changed or Drift.Missing;

    public bool IsWrite => Action is PlanAction.Create or PlanAction.Update or PlanAction.Replace or PlanAction.Delete;
}
