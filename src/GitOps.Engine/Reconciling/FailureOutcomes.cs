using GitOps.Engine.Applying;
using GitOps.Engine.Cluster;
using GitOps.Engine.Snapshots;

namespace GitOps.Engine.Reconciling;

/// <summary>Turns the errors that phases may throw into outcomes.</summary>
internal static class FailureOutcomes
{
    public static Outcome Of(Exception error) => error switch
    {
        AggregateException several => OfSeveral(several),
        SnapshotsUnavailableException unavailable => new Outcome.Failed(
            OutcomeReasons.ConfigstoreUnavailable, $"{unavailable.Message} What runs keeps running.", unavailable, unavailable.RetryAfter ?? default),
        AdoptionException adoption => new Outcome.Refused(OutcomeReasons.ForeignObject, adoption.Message),
        ClusterConflictException { Conflicts.Count: > 0 } conflict => new Outcome.Refused(OutcomeReasons.ForeignObject, conflict.Message),
        ClusterConflictException conflict => new Outcome.Failed(OutcomeReasons.ChangedMeanwhile, conflict.Message, conflict),
        ClusterRefusalException refusal => new Outcome.Failed(OutcomeReasons.ClusterRefused, refusal.Message, refusal),
        ClusterUnavailableException unavailable => new Outcome.Failed(
            OutcomeReasons.ClusterUnavailable, unavailable.Message, unavailable, unavailable.RetryAfter ?? default),
        // The edge of one key's work: whatever goes wrong here is this environment's alone. The message may hold anything, so only its type is told.
        _ => new Outcome.Failed(OutcomeReasons.InternalError, $"An error of the actualizer ({error.GetType().Name}); its log has the details.", error),
    };

    /// <summary>Several parts failed: the outcome is that of the one to be tried again soonest, and counts the others.</summary>
    private static Outcome OfSeveral(AggregateException several)
    {
        var outcomes = several.InnerExceptions.Select(Of).OrderBy(outcome => outcome is Outcome.Failed ? 0 : 1).ToList();
        var message = $"{outcomes[0].Message} (and {outcomes.Count - 1} more: {string.Join(" ", outcomes.Skip(1).Select(outcome => outcome.Message))})";
        return outcomes[0] switch
        {
            Outcome.Failed failed => failed with { Message = message },
            var first => first with { Message = message },
        };
    }
}
