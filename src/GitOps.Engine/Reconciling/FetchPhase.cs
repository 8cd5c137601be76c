using GitOps.Engine.Brakes;
using GitOps.Engine.Live;
using GitOps.Engine.Snapshots;
using GitOps.Model.Api;
using GitOps.Model.Names;

namespace GitOps.Engine.Reconciling;

/// <summary>
/// Gets the documents, or finds out that there are none to get. An environment counts as gone only when <see cref="Absences"/>
/// confirms it; before that, whatever runs keeps running.
/// </summary>
public sealed class FetchPhase(Heads heads, ISnapshots snapshots, Absences absences, ShareBrake brake, LiveObjects live) : IReconcilePhase
{
    /// <summary>When to look again at something that a listing or an event is expected to wake.</summary>
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(1);

    public string Name => "fetch";

    public async ValueTask<Outcome?> RunAsync(Pass pass, CancellationToken cancellationToken)
    {
        if (pass.Plan is not null) return null;
        var head = heads.Find(pass.Environment);
        if (head is not { Missing.Count: 0 }) return Missing(pass, head);

        pass.Revision = head.Revision;
        var snapshot = await snapshots.GetAsync(pass.Environment, null, cancellationToken);
        if (snapshot is null)
        {
            // Named by a listing, yet not served: it is going away or coming. The next listing decides, not this answer.
            return new Outcome.Waiting(OutcomeReasons.NotListed, $"{pass.Environment} is listed but cannot be read at the moment; what runs keeps running.", Later);
        }

        absences.Present(pass.Environment);
        if (snapshot.Revision != head.Revision) heads.Advance(head, snapshot.Revision);
        pass.Revision = snapshot.Revision;
        pass.Snapshot = snapshot;
        return null;
    }

    private Outcome? Missing(Pass pass, EnvironmentHead? head)
    {
        if (head is not null) pass.Revision = head.Revision;
        if (!Stands(pass.Environment))
        {
            return head is null
                ? Gone(pass, "the producer is gone", isConfirmed: false)
                : new Outcome.Waiting(OutcomeReasons.RepositoryMissing, $"Waiting for the {Names(head)} of {pass.Environment}: both repositories must exist before anything is made.", Later);
        }

        var reason = head is null ? OutcomeReasons.ProducerMissing : OutcomeReasons.RepositoryMissing;
        if (absences.Judge(pass.Environment) is not { } verdict)
            return new Outcome.Waiting(reason, $"{pass.Environment} is not known from a complete listing; {What(pass)} until one confirms that it is gone.", Later);
        if (!verdict.Confirmed)
        {
            return new Outcome.Waiting(
                reason,
                $"{Sentence(verdict.Description)}; {What(pass)} for the grace period and goes afterwards unless it comes back.",
                verdict.Remaining < Later && verdict.Remaining > TimeSpan.Zero ? verdict.Remaining : Later);
        }

        // The grace period may end between two listings: those that vanished together are judged together here too, or the first
        // few would pass the brake one by one.
        brake.AskAll([.. absences.Confirmed().Where(Stands)], "missing from complete listings", live.OwnerCount, [.. absences.All.Where(Stands)]);
        return Gone(pass, verdict.Description, isConfirmed: true);
    }

    /// <summary>Whether something would go with the environment: what it has itself, or what is left of a producer without any.</summary>
    private bool Stands(EnvironmentKey environment) =>
        live.OwnedBy(environment).Count > 0 || (live.Stands(environment) && !heads.Knows(environment.Producer));

    private string What(Pass pass) =>
        live.OwnedBy(pass.Environment).Count > 0 ? "what runs keeps running" : "nothing of it runs, and what guards its pods stays";

    /// <param name="isConfirmed">Whether this environment's own absence was. What guards the producer's pods goes by no other's.</param>
    private Outcome? Gone(Pass pass, string why, bool isConfirmed)
    {
        pass.GoneBecause = why;
        var producer = pass.Environment.Producer;
        pass.IsLastOfProducer = isConfirmed && pass.Environment == EnvironmentKey.Default(producer) && live.EnvironmentsOf(producer).Count == 0 && !heads.Knows(producer);
        return null;
    }

    private static string Names(EnvironmentHead head) =>
        string.Join(" and ", head.Missing.Select(role => role == Model.Snapshots.RepositoryRole.Dev ? "dev" : "functions"))
        + (head.Missing.Count == 1 ? " repository" : " repositories");

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
