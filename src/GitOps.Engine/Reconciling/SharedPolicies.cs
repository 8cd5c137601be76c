using GitOps.Engine.Applying;
using GitOps.Engine.Cluster;
using GitOps.Engine.Composing;
using GitOps.Engine.Composing.Tenant;
using GitOps.Engine.Live;
using GitOps.Engine.Manifests;
using GitOps.Engine.Planning;
using GitOps.Engine.Pruning;

namespace GitOps.Engine.Reconciling;

/// <summary>
/// Keeps the network policies that all producers of a shared namespace have in common, which no environment owns: made before the first
/// producer's own policy, healed, and deleted when no producer has one there any more. Asks nobody while they stand as they should.
/// </summary>
/// <remarks>
/// A policy shuts the pods it selects, and what lets a producer's gateways reach its workspaces is in the producer's own policy. Where pods ran
/// before there were policies, the common ones therefore let gateways reach everybody's until each producer has its own, but no longer than
/// <see cref="Transition"/>. Once they have been narrowed, they are never widened again.
/// </remarks>
public sealed class SharedPolicies
{
    /// <summary>Longer than the first look at thousands of environments takes.</summary>
    public static readonly TimeSpan Transition = TimeSpan.FromMinutes(15);

    private readonly Namespaces _namespaces;
    private readonly LiveObjects _live;
    private readonly Applier _applier;
    private readonly Pruner _pruner;
    private readonly TimeProvider _time;
    private readonly IReadOnlyList<DesiredObject> _narrow;
    private readonly IReadOnlyList<DesiredObject> _wide;
    private readonly ObjectKey[] _keys;
    private readonly Dictionary<ObjectKey, AppliedObject> _applied = [];
    private long? _since;

    public SharedPolicies(Namespaces namespaces, CompositionSettings composition, TenantSettings tenant, ICluster cluster, LiveObjects live, TimeProvider time)
    {
        (_namespaces, _live, _time) = (namespaces, live, time);
        (_applier, _pruner) = (new Applier(cluster, live), new Pruner(cluster, live));
        var network = new TenantNetwork(tenant, composition);
        _keys = [.. namespaces.SharedBefore.SelectMany(place => network.OfAll(place, amongEachOther: false)).Select(manifest => manifest.Key)];
        AreWanted = !namespaces.ArePerProducer && tenant.NetworkPolicies == NetworkPolicyUse.On;
        Policies = Compose(amongEachOther: false);
        _narrow = [.. Policies.Select(DesiredObject.From)];
        _wide = [.. Compose(amongEachOther: true).Select(DesiredObject.From)];

        IReadOnlyList<Manifest> Compose(bool amongEachOther) => AreWanted ? [.. network.OfAll(namespaces.Shared, amongEachOther)] : [];
    }

    /// <summary>What is wanted when every producer has a policy of its own.</summary>
    public IReadOnlyList<Manifest> Policies { get; }

    /// <summary>Whether producers share a namespace and are to be kept apart there.</summary>
    public bool AreWanted { get; }

    /// <summary>Sets right what is not as it should be.</summary>
    /// <exception cref="ClusterException">A write failed, or an object of somebody else has the name of one of these. What stands is left as it is.</exception>
    public async Task<(SharedPolicyState State, Writes Writes)> EnsureAsync(CancellationToken cancellationToken)
    {
        _since ??= _time.GetTimestamp();
        var isTransition = IsTransition();
        var steps = (isTransition ? _wide : _narrow).Select(Judge).Where(step => step.Action != PlanAction.Keep).ToList();
        var state = steps.Exists(step => step.Action == PlanAction.Wait) ? SharedPolicyState.Missing : isTransition ? SharedPolicyState.Unfinished : SharedPolicyState.Settled;
        foreach (var left in Surplus())
        {
            // It lets out and in what the policies of single producers, while there are some, shut.
            if (_live.HasTenantsIn(left.Key.Namespace)) state = state == SharedPolicyState.Settled ? SharedPolicyState.Unfinished : state;
            else steps.Add(new PlanStep(PlanAction.Delete, left.Key, "no producer has a policy there any more") { Live = left });
        }

        var writes = new Writes();
        var plan = new Plan(steps);
        await _applier.ApplyAsync(plan, writes, cancellationToken);
        foreach (var applied in writes.Applied) _applied[applied.Key] = applied;
        await _pruner.PruneAsync(plan, writes, cancellationToken);
        return (state, writes);
    }

    private IEnumerable<LiveObject> Surplus() => _keys
        .Where(key => !AreWanted || key.Namespace != _namespaces.Shared)
        .Select(_live.Find).OfType<LiveObject>()
        .Where(item => item.IsCommon && !item.IsTerminating);

    /// <summary>Whether pods run that would be cut off: there were no policies, or they have not been narrowed yet.</summary>
    private bool IsTransition() => AreWanted
        && _time.GetElapsedTime(_since!.Value) < Transition
        && _wide.All(item => _live.Find(item.Key) is not { IsOurs: true } found || found.OwnedHash == Expected(item))
        && _live.HasUnguardedIn(_namespaces.Shared);

    private PlanStep Judge(DesiredObject desired)
    {
        var found = _live.Find(desired.Key);
        if (found is null) return Step(PlanAction.Create, _applied.ContainsKey(desired.Key) ? Drift.Missing : "new");
        if (!found.IsCommon) throw new ClusterRefusalException(desired.Key, "ForeignObject", Planner.Foreign(found));
        if (found.IsTerminating) return Step(PlanAction.Wait, "still being deleted");
        if (found.OwnedHash == Expected(desired)) return Step(PlanAction.Keep, "as desired");
        return Step(PlanAction.Update, _applied.TryGetValue(desired.Key, out var applied) && applied.Desired == desired.Hash ? Drift.Changed : "differs from the settings");

        PlanStep Step(PlanAction action, string reason) => new(action, desired.Key, reason) { Desired = desired, Live = found };
    }

    /// <summary>A server may store something in another way than it was written.</summary>
    private ContentHash Expected(DesiredObject desired) =>
        _applied.TryGetValue(desired.Key, out var applied) && applied.Desired == desired.Hash ? applied.Stored : desired.Hash;
}
