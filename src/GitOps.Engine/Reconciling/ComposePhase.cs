using GitOps.Engine.Composing;
using GitOps.Engine.Live;
using GitOps.Engine.Planning;
using GitOps.Engine.Snapshots;
using GitOps.Model.Snapshots;
using GitOps.Model.Validation;

namespace GitOps.Engine.Reconciling;

/// <summary>
/// Turns documents into desired objects. A revision that does not validate is refused, and the last one that did is kept true in
/// its place: not only is nothing changed, drift of what runs is healed as well.
/// </summary>
public sealed class ComposePhase(IComposer composer, ISnapshots snapshots, IStatusReports reports, LiveObjects live) : IReconcilePhase
{
    public string Name => "compose";

    public async ValueTask<Outcome?> RunAsync(Pass pass, CancellationToken cancellationToken)
    {
        if (pass.Plan is not null) return null;
        if (pass.Snapshot is not { } snapshot)
        {
            pass.Desired = [];
            pass.DesiredRevision = pass.Revision;
            return null;
        }

        var composition = Compose(snapshot);
        if (composition.IsValid)
        {
            Take(pass, composition, snapshot.Revision);
            return null;
        }

        pass.Verdict = Refusal(composition.Problems);
        if (await LastValidAsync(pass, cancellationToken) is not { } valid) return pass.Verdict;
        Take(pass, valid.Composition, valid.Revision);
        return null;
    }

    private Composition Compose(EnvironmentSnapshot snapshot)
    {
        IReadOnlyList<Problem> unreadable = [.. snapshot.Dev.Problems, .. snapshot.Functions.Problems];
        return unreadable.Count > 0 ? Composition.Invalid(unreadable) : composer.Compose(snapshot);
    }

    private async Task<(Composition Composition, Revision Revision)?> LastValidAsync(Pass pass, CancellationToken cancellationToken)
    {
        if (live.OwnedBy(pass.Environment).Count == 0 && pass.Record.Applied is null) return null;
        // After a restart the last valid revision is known from what an earlier process reported.
        var revision = pass.Record.Applied?.Revision
            ?? (await reports.LastAsync(pass.Environment, cancellationToken))?.AppliedRevision;
        if (revision is not { } last || last == pass.Revision) return null;
        if (await snapshots.GetAsync(pass.Environment, last, cancellationToken) is not { } snapshot) return null;
        var composition = Compose(snapshot);
        return composition.IsValid ? (composition, snapshot.Revision) : null;
    }

    private static void Take(Pass pass, Composition composition, Revision revision)
    {
        pass.Disabled = composition.Disabled;
        pass.DesiredRevision = revision;
        pass.RedisUser = composition.RedisUser;
        pass.Desired = [.. composition.Manifests.Select(DesiredObject.From)];
    }

    private static Outcome.Refused Refusal(IReadOnlyList<Problem> problems) =>
        new(OutcomeReasons.InvalidDocument, $"The last valid state keeps running. {problems[0]}{(problems.Count > 1 ? $" (and {problems.Count - 1} more)" : "")}")
        {
            Problems = problems,
        };
}
