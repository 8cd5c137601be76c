using GitOps.Engine.Manifests;
using GitOps.Model.Components;
using GitOps.Model.Names;
using GitOps.Model.Validation;

namespace GitOps.Engine.Composing.Tenant;

/// <summary>
/// What a producer has as a whole: the same for all of its environments, each of which asks for it, whatever its documents say. So it
/// stands before the first pod does, and none of them can take it away. In a namespace of its own that is all that guards it; in one that
/// all share, a network policy.
/// </summary>
internal sealed class TenantKind(Namespaces namespaces, CompositionSettings composition, TenantSettings settings)
{
    private readonly TenantAccounts _accounts = new(composition);
    private readonly TenantLimits _limits = new(settings);
    private readonly TenantNetwork _network = new(settings, composition);
    private readonly TenantPullSecret _pullSecret = new(settings, composition);
    private readonly TenantQuota _quota = new(settings);

    public IEnumerable<Manifest> Compose(ProducerName producer)
    {
        var name = namespaces.Of(producer);
        var isGuarded = settings.NetworkPolicies == NetworkPolicyUse.On;
        if (!namespaces.ArePerProducer) return isGuarded ? [_network.InTheShared(producer, name)] : [];
        return
        [
            TenantManifest.Of(producer, "v1", "Namespace", "", name),
            .. _limits.Compose(producer, name),
            .. isGuarded ? _network.InItsOwn(producer, name) : [],
            .. _accounts.Compose(producer, name),
            .. _pullSecret.Compose(producer, name),
        ];
    }

    /// <summary>A component as it may run in such a namespace.</summary>
    public Component Assign(Component component) =>
        namespaces.ArePerProducer ? _quota.WithLimits(_accounts.Assign(component)) : component;

    /// <summary>Adds to <paramref name="problems"/> what the producer's quota has no room for.</summary>
    public void Check(IReadOnlyList<Component> components, ProblemList problems)
    {
        if (namespaces.ArePerProducer) _quota.Check(components, problems);
    }
}
