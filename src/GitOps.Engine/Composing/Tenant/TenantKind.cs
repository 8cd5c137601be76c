using GitOps.Engine.Manifests;
using GitOps.Model.Components;
using GitOps.Model.Names;
using GitOps.Model.Validation;

namespace GitOps.Engine.Composing.Tenant;

/// <summary>
/// What a producer has of its own in a cluster where producers have namespaces of their own: the same for all of its environments,
/// each of which asks for it, whatever its documents say. So it stands before the first pod does, and none of them can take it away.
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
        if (!namespaces.ArePerProducer) return [];
        var name = namespaces.Of(producer);
        return
        [
            TenantManifest.Of(producer, "v1", "Namespace", "", name),
            .. _limits.Compose(producer, name),
            .. _network.Compose(producer, name),
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
