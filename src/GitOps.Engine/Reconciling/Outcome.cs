using GitOps.Model.Api;
using GitOps.Model.Validation;

namespace GitOps.Engine.Reconciling;

/// <summary>How a pass ended. What happens next follows from it in one place, <see cref="NextStep"/>.</summary>
/// <param name="State">As reported.</param>
/// <param name="Reason">One word in CamelCase for machines.</param>
/// <param name="Message">A sentence for people: what, why, what to do next. Holds no secret.</param>
public abstract record Outcome(ReconcileState State, string Reason, string Message)
{
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>The cluster is as the revision says.</summary>
    public sealed record Succeeded(string Reason, string Message) : Outcome(ReconcileState.Succeeded, Reason, Message);

    /// <summary>On the way: something must become ready, present or confirmed first.</summary>
    /// <param name="After">When to look again, if nothing wakes the key before.</param>
    public sealed record Waiting(string Reason, string Message, TimeSpan After) : Outcome(ReconcileState.Waiting, Reason, Message);

    /// <summary>Not acceptable as it is; looked at again when git or the cluster changes.</summary>
    public sealed record Refused(string Reason, string Message) : Outcome(ReconcileState.Refused, Reason, Message);

    /// <summary>Could not be done for now; tried again with backoff.</summary>
    /// <param name="Error">For the log.</param>
    /// <param name="RetryAfter">What the other side asked for.</param>
    public sealed record Failed(string Reason, string Message, Exception Error, TimeSpan RetryAfter = default) : Outcome(ReconcileState.Failed, Reason, Message);

    /// <summary>Held by a brake until an operator releases it.</summary>
    public sealed record Held(string Message) : Outcome(ReconcileState.Held, "Held", Message);

    /// <summary>Whether a reader of the status would see no difference.</summary>
    public bool TellsTheSameAs(Outcome? other) =>
        other is not null && State == other.State && Reason == other.Reason && Message == other.Message && Problems.SequenceEqual(other.Problems);
}
