using GitOps.Model.Names;

namespace GitOps.Engine.Live;

/// <summary>Pods that went on serving when their Deployment was replaced, and that no Deployment controls.</summary>
/// <param name="Namespace">Where they run.</param>
/// <param name="Labels">What tells them from all others.</param>
public sealed record OrphanedPods(string Namespace, IReadOnlyList<KeyValuePair<string, string>> Labels)
{
    /// <summary>Those that a Service may still lead to, or led to before, when it goes: none while the Deployment of its name controls them.</summary>
    public static IEnumerable<OrphanedPods> Of(LiveObject service, LiveObjects live)
    {
        var deployment = live.Find(new Manifests.ObjectKey("apps/v1", "Deployment", service.Key.Namespace, service.Key.Name));
        return Of(service, deployment?.Selected);
    }

    /// <summary>Those that a Service led to before it led to the component <paramref name="selected"/>.</summary>
    public static IEnumerable<OrphanedPods> Of(LiveObject service, string? selected) =>
        service is { Owner: { } owner, Component.App: { } app }
            ? new[] { service.Former, service.Selected }.OfType<string>().Distinct().Where(id => id != selected).Select(id => new OrphanedPods(
                service.Key.Namespace,
                [KeyValuePair.Create(TenantLabels.App, app), .. EnvironmentLabels.Of(owner), KeyValuePair.Create("id", id)]))
            : [];
}
