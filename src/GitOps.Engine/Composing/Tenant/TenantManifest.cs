using System.Text.Json.Nodes;
using GitOps.Engine.Manifests;
using GitOps.Model.Names;

namespace GitOps.Engine.Composing.Tenant;

/// <summary>Writes one object of a producer as a whole, with the labels that say so.</summary>
internal static class TenantManifest
{
    /// <summary>Not git asks for these objects, but the operator.</summary>
    private static readonly Origin Origin = new("the actualizer's settings", "NAMESPACE_TEMPLATE");

    /// <param name="producer">Whose object it is.</param>
    /// <param name="namespace">Empty for cluster-wide kinds.</param>
    public static Manifest Of(ProducerName producer, string apiVersion, string kind, string @namespace, string name, params ReadOnlySpan<(string Name, JsonNode? Value)> members) =>
        Of(TenantLabels.Of(producer), apiVersion, kind, @namespace, name, members);

    /// <summary>What belongs to all producers together.</summary>
    public static Manifest OfAll(string apiVersion, string kind, string @namespace, string name, params ReadOnlySpan<(string Name, JsonNode? Value)> members) =>
        Of(TenantLabels.OfAll, apiVersion, kind, @namespace, name, members);

    private static Manifest Of(
        IReadOnlyDictionary<string, string> labelsOf, string apiVersion, string kind, string @namespace, string name, ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        var labels = ObjectMetadata.Text(labelsOf);
        labels[ObjectMetadata.ManagedByLabel] = ObjectMetadata.ManagedBy;
        var metadata = new JsonObject { ["name"] = name, ["labels"] = labels };
        if (@namespace.Length > 0) metadata["namespace"] = @namespace;
        var body = new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = metadata };
        foreach (var (member, value) in members) body[member] = value;
        return new Manifest(new ObjectKey(apiVersion, kind, @namespace, name), body, Origin);
    }
}
