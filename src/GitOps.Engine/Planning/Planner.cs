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
            steps.Add(new PlanStep(action, item.Key, reason) { Desired = item, Live = live });
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
            return (PlanAction.Create, applied is null
                ? $"new in revision {Short(revision)}"
                : Drift.Missing);
        }
        if (!live.IsOurs) return (PlanAction.Refuse, Foreign(live));
        if (OtherOwner(environment, desired, live) is { } other) return (PlanAction.Refuse, $"{live.Key} belongs to {other}");
        if (live.IsTerminating) return (PlanAction.Wait, $"{live.Key} of the same name is still being deleted");

        var sameAsApplied = applied is { } known && known.Desired == desired.Hash;
        var expected = sameAsApplied ? applied!.Value.Stored : desired.Hash;
        if (live.OwnedHash == expected && (desired.IsTenants ? live.Tenant == environment.Producer : live.Owner == environment)) return (PlanAction.Keep, "as desired");
        if (sameAsApplied) return (PlanAction.Update, Drift.Changed);
        return (PlanAction.Update, state is null
            ? $"differs from revision {Short(revision)}"
            : $"revision changed: {Short(state.Revision)} to {Short(revision)}");
    }

    /// <summary>Null when the object is whose it should be, or when its labels do not say.</summary>
    private static string? OtherOwner(EnvironmentKey environment, DesiredObject desired, LiveObject live)
    {
        if (live.Owner is { } owner && (desired.IsTenants || owner != environment)) return owner.ToString();
        return live.Tenant is { } tenant && (!desired.IsTenants || tenant != environment.Producer) ? $"producer {tenant}" : null;
    }

    private static string Foreign(LiveObject live) => live.Managers.Length == 0
        ? $"{live.Key} exists and was not made by this system: delete or rename it, and it will be made"
        : $"{live.Key} exists and was not made by this system but by {live.Managers}: delete or rename it, and it will be made";

    private static ObjectKey[] ReplacementsOf(LiveObject former, IReadOnlyList<DesiredObject> desired) =>
        [.. desired.Where(item => IsRunning(item.Key, former.Key) && item.Component.Replaces(former.Component)).Select(item => item.Key)];

    /// <summary>A function that another controller runs is replaced by its like alone: in another namespace.</summary>
    private static bool IsRunning(in ObjectKey key, in ObjectKey former) => key.Kind == "Deployment" || (key.Kind == "Function" && former.Kind == "Function");

    /// <summary>Both commits, shortened as git does.</summary>
    internal static string Short(Revision revision) => $"{revision.Dev[..7]}.{revision.Functions[..7]}";
}
