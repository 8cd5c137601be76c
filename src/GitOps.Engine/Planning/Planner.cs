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
    /// <param name="owned">Everything that is there and belongs to the environment.</param>
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
        if (live.Owner is { } owner && owner != environment) return (PlanAction.Refuse, $"{live.Key} belongs to {owner}");
        if (live.IsTerminating) return (PlanAction.Wait, $"{live.Key} of the same name is still being deleted");

        var sameAsApplied = applied is { } known && known.Desired == desired.Hash;
        var expected = sameAsApplied ? applied!.Value.Stored : desired.Hash;
        if (live.OwnedHash == expected && live.Owner == environment) return (PlanAction.Keep, "as desired");
        if (sameAsApplied) return (PlanAction.Update, Drift.Changed);
        return (PlanAction.Update, state is null
            ? $"differs from revision {Short(revision)}"
            : $"revision changed: {Short(state.Revision)} to {Short(revision)}");
    }

    private static string Foreign(LiveObject live) => live.Managers.Length == 0
        ? $"{live.Key} exists and was not made by this system: delete or rename it, and it will be made"
        : $"{live.Key} exists and was not made by this system but by {live.Managers}: delete or rename it, and it will be made";

    private static ObjectKey[] ReplacementsOf(LiveObject former, IReadOnlyList<DesiredObject> desired) =>
        [.. desired.Where(item => item.Key.Kind == "Deployment" && item.Component.Replaces(former.Component)).Select(item => item.Key)];

    /// <summary>Both commits, shortened as git does.</summary>
    internal static string Short(Revision revision) => $"{revision.Dev[..7]}.{revision.Functions[..7]}";
}
