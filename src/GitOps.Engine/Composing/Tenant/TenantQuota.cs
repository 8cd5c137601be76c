using GitOps.Engine.Manifests;
using GitOps.Model.Components;
using GitOps.Model.Documents;
using GitOps.Model.Validation;

namespace GitOps.Engine.Composing.Tenant;

/// <summary>
/// Whether an environment fits its producer's quota, also while pods are replaced: an API server that has no room left for the new ones
/// would keep the old ones for ever. What other environments of the producer take is not known here; the API server counts all.
/// </summary>
internal sealed class TenantQuota
{
    private readonly (string Resource, Quantity Request, Quantity Limit)[] _defaults;
    private readonly (string Name, string What, Quantity Bound, Func<Component, Quantity> OfPod)[] _bounds;
    private readonly int _pods;

    public TenantQuota(TenantSettings settings)
    {
        _pods = settings.QuotaPods;
        _defaults =
        [
            ("cpu", Read(settings.ContainerCpu), Read(settings.ContainerCpuLimit)),
            ("memory", Read(settings.ContainerMemory), Read(settings.ContainerMemoryLimit)),
        ];
        _bounds =
        [
            ("QUOTA_CPU", "processors to be promised", Read(settings.QuotaCpu), component => OfPod(component, 0, isLimit: false)),
            ("QUOTA_MEMORY", "memory to be promised", Read(settings.QuotaMemory), component => OfPod(component, 1, isLimit: false)),
            ("QUOTA_CPU_LIMIT", "processors at most", Read(settings.QuotaCpuLimit), component => OfPod(component, 0, isLimit: true)),
            ("QUOTA_MEMORY_LIMIT", "memory at most", Read(settings.QuotaMemoryLimit), component => OfPod(component, 1, isLimit: true)),
        ];
    }

    /// <summary>Who asks for more than the limit that containers have without asking may use as much; the API server would refuse its pods.</summary>
    public Component WithLimits(Component component) => component with
    {
        Containers = [.. component.Containers.Select(container => container with { Resources = WithLimits(container.Resources) })],
        InitContainers = [.. component.InitContainers.Select(container => container with { Resources = WithLimits(container.Resources) })],
        Kubeless = component.Kubeless is { } function ? function with { Resources = WithLimits(function.Resources) } : null,
    };

    public void Check(IReadOnlyList<Component> components, ProblemList problems)
    {
        var running = components.Where(component => component.Rollout.Replicas > 0).ToList();
        if (running.Count == 0) return;
        var pods = running.Sum(component => component.Rollout.Replicas) + SurgeOf(running);
        if (pods > _pods) Refuse($"{pods} pods", $"{_pods} (QUOTA_PODS)");
        foreach (var (name, what, bound, ofPod) in _bounds)
        {
            var needed = running.Aggregate(default(Quantity), (sum, component) => sum + (ofPod(component) * component.Rollout.Replicas)) + (running.Max(ofPod) * SurgeOf(running));
            if (needed > bound) Refuse($"{needed} {what}", $"{bound} ({name})");
        }

        void Refuse(string needed, string allowed) => problems.Add(new Problem(EnvironmentDocuments.ProjectFile, "$", $"Needs {needed} while pods are replaced; all environments of a producer together may have {allowed}.")
        {
            Hint = "Remove components, ask for less in environments/<name>.json, or ask an operator for more.",
        });
    }

    /// <summary>Rollouts wait for one another when there is no more room; there must be some for the first.</summary>
    private static int SurgeOf(List<Component> components) => components.Exists(component => component.Rollout.Rolling) ? DeploymentWriter.Surge : 0;

    private ResourceNeeds WithLimits(ResourceNeeds needs)
    {
        var limits = new Dictionary<string, Quantity>(needs.Limits, StringComparer.Ordinal);
        foreach (var (resource, _, limit) in _defaults)
        {
            if (!limits.ContainsKey(resource) && needs.Requests.TryGetValue(resource, out var request) && request > limit) limits[resource] = request;
        }
        return limits.Count == needs.Limits.Count ? needs : needs with { Limits = limits };
    }

    /// <summary>Containers run side by side, init containers before them and one after the other.</summary>
    private Quantity OfPod(Component component, int resource, bool isLimit)
    {
        IReadOnlyList<ResourceNeeds> containers = component.Kubeless is { } function ? [function.Resources] : [.. component.Containers.Select(container => container.Resources)];
        var together = containers.Aggregate(default(Quantity), (sum, needs) => sum + Of(needs));
        return component.InitContainers.Select(container => Of(container.Resources)).Append(together).Max();

        Quantity Of(ResourceNeeds needs)
        {
            var (name, request, limit) = _defaults[resource];
            if (needs.Limits.TryGetValue(name, out var most) && (isLimit || !needs.Requests.ContainsKey(name))) return most;
            return isLimit ? limit : needs.Requests.GetValueOrDefault(name, request);
        }
    }

    private static Quantity Read(string amount) => Quantity.TryParse(amount, out var quantity) ? quantity : default;
}
