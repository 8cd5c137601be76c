using GitOps.Engine.Planning;
using GitOps.Model.Api;

namespace GitOps.Engine.Applying;

/// <summary>What a pass has written so far, also when it ends half way. Thread-safe.</summary>
public sealed class Writes
{
    private readonly Lock _gate = new();
    private readonly List<ObjectChange> _changes = [];
    private readonly List<AppliedObject> _applied = [];
    private readonly List<Manifests.ObjectKey> _replaced = [];

    public IReadOnlyList<ObjectChange> Changes
    {
        get { lock (_gate) return [.. _changes]; }
    }

    public IReadOnlyList<AppliedObject> Applied
    {
        get { lock (_gate) return [.. _applied]; }
    }

    /// <summary>What was deleted to be created again.</summary>
    public IReadOnlyList<Manifests.ObjectKey> Replaced
    {
        get { lock (_gate) return [.. _replaced]; }
    }

    public void AddReplaced(PlanStep step)
    {
        lock (_gate) _replaced.Add(step.Key);
        Add(step);
    }

    public void Add(PlanStep step, AppliedObject? applied = null)
    {
        lock (_gate)
        {
            _changes.Add(new ObjectChange(Verb(step.Action), step.Key.Kind, step.Key.Namespace, step.Key.Name, step.Reason));
            if (applied is { } known) _applied.Add(known);
        }
    }

    private static string Verb(PlanAction action) => action switch
    {
        PlanAction.Create => "create",
        PlanAction.Update => "update",
        PlanAction.Delete => "delete",
        PlanAction.Replace => "replace",
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "Only writes are recorded."),
    };
}
