using GitOps.Engine.Composing;
using GitOps.Engine.Hosts;
using GitOps.Engine.Live;
using GitOps.Engine.Planning;
using GitOps.Model.Validation;

namespace GitOps.Engine.Reconciling;

/// <summary>Decides every write before the first is made. A refused object or host refuses all of it: nothing is half applied.</summary>
public sealed class PlanPhase(LiveObjects live, HostClaims hosts, DriftPacing pacing, Namespaces namespaces) : IReconcilePhase
{
    public string Name => "plan";

    public ValueTask<Outcome?> RunAsync(Pass pass, CancellationToken cancellationToken) => ValueTask.FromResult(Decide(pass));

    private Outcome? Decide(Pass pass)
    {
        if (pass.Plan is not null) return null;
        var desired = pass.Desired!;
        var plan = Planner.Make(pass.Environment, pass.DesiredRevision, desired, [.. live.OwnedBy(pass.Environment), .. TenantsOwn(pass)], live.Find, pass.Record.Applied, Surplus(pass));

        var refusals = plan.Refusals.ToList();
        if (refusals.Count > 0)
        {
            foreach (var step in refusals) live.NotifyWhenGone(step.Key, pass.Environment);
            return new Outcome.Refused(OutcomeReasons.ForeignObject, $"Nothing was changed: {string.Join("; ", refusals.Select(step => step.Reason))}.")
            {
                Problems = [.. refusals.Select(step => new Problem(step.Desired!.Origin.File, step.Desired.Origin.Path, step.Reason))],
            };
        }

        if (hosts.Claim(pass.Environment, [.. desired.SelectMany(item => item.Hosts).Distinct(StringComparer.OrdinalIgnoreCase)]) is { } conflict)
        {
            var reason = $"host {conflict.Host} is held by {conflict.Holder}, which had it first";
            var origin = desired.First(item => item.Hosts.Contains(conflict.Host, StringComparer.OrdinalIgnoreCase)).Origin;
            return new Outcome.Refused(OutcomeReasons.HostConflict, $"Nothing was changed: {reason}.") { Problems = [new Problem(origin.File, origin.Path, reason)] };
        }

        if (!pass.IsRequested && pacing.Postpone(pass.Record, plan) is { } later)
        {
            return new Outcome.Waiting(
                OutcomeReasons.DriftRepeats,
                $"Something in the cluster keeps changing {string.Join(", ", plan.Applies.Select(step => step.Key))} back; set right again after a pause.",
                later);
        }
        pass.Plan = plan;
        return null;
    }

    /// <summary>
    /// What the pass may judge of the producer as a whole, its namespace never: where its components belong, as the environment says what is
    /// desired there; where it left something behind; and all that is left when the producer is gone.
    /// </summary>
    private IEnumerable<LiveObject> TenantsOwn(Pass pass)
    {
        var producer = pass.Environment.Producer;
        var place = namespaces.Of(producer);
        return live.TenantOf(producer).Where(item => item.Key.Namespace.Length > 0
            && (pass.IsLastOfProducer || (pass.GoneBecause is null && (item.Key.Namespace == place || live.IsLeftBehind(item)))));
    }

    private static string Surplus(Pass pass) =>
        pass.GoneBecause ?? (pass.Disabled ? $"disabled in revision {Planner.Short(pass.DesiredRevision)}" : $"no longer desired in revision {Planner.Short(pass.DesiredRevision)}");
}
