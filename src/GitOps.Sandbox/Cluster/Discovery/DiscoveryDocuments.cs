using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Resources;

namespace GitOps.Sandbox.Cluster.Discovery;

/// <summary>What clients read to learn which resources there are (https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api).</summary>
internal sealed class DiscoveryDocuments(ApiResourceCatalog catalog)
{
    private static readonly string[] Verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
    private static readonly string[] StatusVerbs = ["get", "patch", "update"];

    public static JsonObject Version { get; } = new()
    {
        ["major"] = "1",
        ["minor"] = "20",
        ["gitVersion"] = "v1.20.2-sandbox",
        ["gitCommit"] = "",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "1970-01-01T00:00:00Z",
        ["goVersion"] = "",
        ["compiler"] = "dotnet",
        ["platform"] = "any",
    };

    public static JsonObject CoreVersions(string serverAddress) => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = serverAddress }),
    };

    public JsonObject Groups() => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray(catalog.Groups.Keys.Select(name => (JsonNode?)GroupBody(name)).ToArray()),
    };

    /// <summary>Null when there is no such group.</summary>
    public JsonObject? Group(string name)
    {
        if (!catalog.Groups.ContainsKey(name))
            return null;
        var group = GroupBody(name);
        group["kind"] = "APIGroup";
        group["apiVersion"] = "v1";
        return group;
    }

    /// <summary>Null when there is no such version.</summary>
    public JsonObject? Resources(string group, string version)
    {
        if (!catalog.HasVersion(group, version))
            return null;
        var resources = new JsonArray();
        foreach (var resource in catalog.All.Where(resource => resource.Group == group && resource.Version == version).OrderBy(resource => resource.Plural, StringComparer.Ordinal))
        {
            resources.Add(Entry(resource));
            foreach (var subresource in Subresources(resource).OrderBy(one => one.Name, StringComparer.Ordinal))
                resources.Add(Sub(resource, subresource));
        }
        return new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}",
            ["resources"] = resources,
        };
    }

    private JsonObject GroupBody(string name)
    {
        JsonObject Listed(string version) => new() { ["groupVersion"] = $"{name}/{version}", ["version"] = version };
        var versions = catalog.Groups[name];
        return new JsonObject
        {
            ["name"] = name,
            ["versions"] = new JsonArray(versions.Select(version => (JsonNode?)Listed(version)).ToArray()),
            ["preferredVersion"] = Listed(versions[0]),
        };
    }

    private static IEnumerable<ApiSubresource> Subresources(ApiResource resource)
    {
        if (resource.HasStatus)
            yield return new ApiSubresource("status", resource.Kind, StatusVerbs);
        if (resource.HasScale)
            yield return new ApiSubresource("scale", "Scale", StatusVerbs) { Group = "autoscaling", Version = "v1" };
        foreach (var subresource in resource.Subresources)
            yield return subresource;
    }

    private static JsonObject Entry(ApiResource resource)
    {
        var entry = new JsonObject
        {
            ["name"] = resource.Plural,
            // The built-in kinds of a real server have no singular name here; clients derive it from the kind.
            ["singularName"] = resource.Schema.Kind == Schemas.SchemaKind.Untyped ? resource.Singular : "",
            ["namespaced"] = resource.Namespaced,
            ["kind"] = resource.Kind,
            ["verbs"] = Texts(resource.Plural == "namespaces" ? Verbs.Where(verb => verb != "deletecollection") : Verbs),
        };
        if (resource.ShortNames.Count > 0)
            entry["shortNames"] = Texts(resource.ShortNames);
        if (resource.Categories.Count > 0)
            entry["categories"] = Texts(resource.Categories);
        return entry;
    }

    private static JsonObject Sub(ApiResource resource, ApiSubresource subresource)
    {
        var entry = new JsonObject
        {
            ["name"] = $"{resource.Plural}/{subresource.Name}",
            ["singularName"] = "",
            ["namespaced"] = resource.Namespaced,
            ["kind"] = subresource.Kind,
            ["verbs"] = Texts(subresource.Verbs),
        };
        if (subresource.Group is not null)
            entry["group"] = subresource.Group;
        if (subresource.Version is not null)
            entry["version"] = subresource.Version;
        return entry;
    }

    private static JsonArray Texts(IEnumerable<string> values) => new(values.Select(value => (JsonNode?)value).ToArray());
}
