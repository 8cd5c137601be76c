using System.Text.Json.Nodes;
using GitOps.Engine.Manifests;
using GitOps.Model.Components;
using GitOps.Model.Names;

namespace GitOps.Engine.Composing.Tenant;

/// <summary>How much a producer may have: a quota over all its pods, and what a container counts for that asks for nothing.</summary>
internal sealed class TenantLimits(TenantSettings settings)
{
    public IEnumerable<Manifest> Compose(ProducerName producer, string @namespace)
    {
        var hard = new JsonObject
        {
            ["pods"] = Text(settings.QuotaPods.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ["requests.cpu"] = Text(settings.QuotaCpu),
            ["requests.memory"] = Text(settings.QuotaMemory),
            ["limits.cpu"] = Text(settings.QuotaCpuLimit),
            ["limits.memory"] = Text(settings.QuotaMemoryLimit),
        };
        yield return TenantManifest.Of(producer, "v1", "ResourceQuota", @namespace, "producer", ("spec", new JsonObject { ["hard"] = hard }));

        var container = new JsonObject
        {
            ["type"] = "Container",
            ["default"] = Amounts(settings.ContainerCpuLimit, settings.ContainerMemoryLimit),
            ["defaultRequest"] = Amounts(settings.ContainerCpu, settings.ContainerMemory),
        };
        yield return TenantManifest.Of(producer, "v1", "LimitRange", @namespace, "containers", ("spec", new JsonObject { ["limits"] = new JsonArray(container) }));
    }

    private static JsonObject Amounts(string cpu, string memory) => new() { ["cpu"] = Text(cpu), ["memory"] = Text(memory) };

    /// <summary>As an API server stores it.</summary>
    private static string Text(string amount) => Quantity.TryParse(amount, out var quantity) ? quantity.ToString() : amount;
}
