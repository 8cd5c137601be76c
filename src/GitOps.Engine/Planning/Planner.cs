using GitOps.Engine.Live;
using GitOps.Engine.Manifests;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;

namespace GitOps.Engine.Planning;

/// <summary>Compares what is desired with what is live. A pure function: the same arguments give the same plan, and nothing is asked or written.</summary>
public static class Planner
{
    /// <param name="environment">Whose objects these are.</param>
    /// <param name="revision">What <paramref name="desired"/> was composed from.</param>
    /// <param name="desired">Everything that should be there.</param>
    /// <param name="owned">Everything that is there and goes when it is not desired: the environment's, and of its producer's what the environment may judge.</param>
    /// <param name="find">The live object of a name, whoever made it.</param>
    /// <param name="applied">What was applied last, where known: tells drift from a new revision.</param>
    /// <param name="surplus">Why objects that are not desired go, such as <c>no longer desired</c>.</param>
    public static Plan Make(
        EnvironmentKey environment,
        Revision revision,
        IReadOnlyList<DesiredObject> desired,
        IReadOnlyList<LiveObject> owned,
        Func<ObjectKey, LiveObject?> find,
        AppliedState? applied,
        string surplus)
    {
        var steps = new List<PlanStep>(desired.Count);
        foreach (var item in desired)
        {
            var live = find(item.Key);
            var (action, reason) = Judge(environment, revision, item, live, applied);
            var step = new PlanStep(action, item.Key, reason) { Desired = item, Live = live };
            steps.Add(action == PlanAction.Update ? InPlaceOrNot(step, desired, find) : step);
        }

        var wanted = desired.Select(item => item.Key).ToHashSet();
        foreach (var live in owned.Where(live => !live.IsTerminating && !wanted.Contains(live.Key)).OrderBy(live => live.Key.Kind, StringComparer.Ordinal).ThenBy(live => live.Key.Name, StringComparer.Ordinal))
        {
            steps.Add(new PlanStep(PlanAction.Delete, live.Key, surplus) { Live = live, After = ReplacementsOf(live, desired) });
        }
        return new Plan(steps);
    }

    private static (PlanAction, string) Judge(EnvironmentKey environment, Revision revision, DesiredObject desired, LiveObject? live, AppliedState? state)
    {
        var applied = state?.Find(desired.Key);
        if (live is null)
        {
            return (PlanAction.Create, applied is { } before && before.Desired == desired.Hash
                ? Drift.Missing
                : $"new in revision {Short(revision)}");
        }
        if (!live.IsOurs) return (PlanAction.Refuse, Foreign(live));
        if (OtherOwner(environment, desired, live) is { } other) return (PlanAction.Refuse, $"{live.Key} belongs to {other}");
        if (live.IsTerminating) return (PlanAction.Wait, $"{live.Key} of the same name is still being deleted");

        var sameAsApplied = applied is { } known && known.Desired == desired.Hash;
        var expected = sameAsApplied ? applied!.Value.Stored : desired.Hash;
        if (live.IsMarkedOnly) return (PlanAction.Update, "what this system owns of it was lost, as when a backup is restored: taken over again");
        if (live.OwnedHash == expected && (desired.IsTenants ? live.Tenant == environment.Producer : live.Owner == environment)) return (PlanAction.Keep, "as desired");
        if (sameAsApplied) return (PlanAction.Update, Drift.Changed);
        return (PlanAction.Update, state is null
            ? $"differs from revision {Short(revision)}"
            : $"revision changed: {Short(state.Revision)} to {Short(revision)}");
    }

    /// <summary>
    /// A selector leads to pods by their labels, and that of a Deployment cannot be changed. So the Deployment is replaced, while its pods
    /// go on, and the Service of its name follows when the new pods are ready.
    /// </summary>
    private static PlanStep InPlaceOrNot(PlanStep update, IReadOnlyList<DesiredObject> desired, Func<ObjectKey, LiveObject?> find)
    {
        var (key, wanted, live) = (update.Key, update.Desired!.Selected, update.Live!.Selected);
        if (wanted == live) return update;
        switch (key.Kind)
        {
            case "Deployment":
                return update with
                {
                    Action = PlanAction.Replace,
                    Reason = $"{update.Reason}; its selector cannot be changed, so it is made again",
                    KeepsPods = find(ServiceOf(key)) is { IsOurs: true } service && service.Selected == live,
                };
            case "Service" when DeploymentOf(key, desired) is { } deployment && !Serves(find(deployment.Key), wanted):
                return update with
                {
                    Action = PlanAction.Defer,
                    Reason = $"{key} leads to the pods of before until {deployment.Key} is rolled out",
                };
            default:
                return update;
        }
    }

    private static DesiredObject? DeploymentOf(ObjectKey service, IReadOnlyList<DesiredObject> desired) =>
        desired.FirstOrDefault(item => item.Key.Kind == "Deployment" && ServiceOf(item.Key) == service);

    private static bool Serves(LiveObject? deployment, string? selected) =>
        deployment is { IsOurs: true, IsTerminating: false, Rollout: Rollout.Complete } && deployment.Selected == selected;

    private static ObjectKey ServiceOf(in ObjectKey deployment) => new("v1", "Service", deployment.Namespace, deployment.Name);

    /// <summary>Null when the object is whose it should be, or when its labels do not say.</summary>
    private static string? OtherOwner(EnvironmentKey environment, DesiredObject desired, LiveObject live)
    {
        if (live.Owner is { } owner && (desired.IsTenants || owner != environment)) return owner.ToString();
        return live.Tenant is { } tenant && (!desired.IsTenants || tenant != environment.Producer) ? $"producer {tenant}" : null;
    }

    internal static string Foreign(LiveObject live) => live.Managers.Length == 0
        ? $"{live.Key} exists and was not made by this system: delete or rename it, and it will be made"
        : $"{live.Key} exists and was not made by this system but by {live.Managers}: delete or rename it, and it will be made";

    private static ObjectKey[] ReplacementsOf(LiveObject former, IReadOnlyList<DesiredObject> desired) =>
        [.. desired.Where(item => IsRunning(item.Key, former.Key) && item.Component.Replaces(former.Component)).Select(item => item.Key)];

    /// <summary>A function that another controller runs is replaced by its like alone: in another namespace.</summary>
    private static bool IsRunning(in ObjectKey key, in ObjectKey former) => key.Kind == "Deployment" || (key.Kind == "Function" && former.Kind == "Function");

    /// <summary>Both commits, shortened as git does.</summary>
    internal static string Short(Revision revision) => $"{revision.Dev[..7]}.{revision.Functions[..7]}";
}
