using GitOps.Sandbox.Cluster.Resources;

namespace GitOps.Sandbox.Cluster.Http;

/// <summary>What the path of a request names.</summary>
/// <param name="Namespace">Null when the path names none: all namespaces, or a cluster-wide resource.</param>
/// <param name="Name">Null for a collection.</param>
internal sealed record RequestTarget(ApiResource Resource, string? Namespace, string? Name, string? Subresource, bool WatchPath)
{
    /// <summary>Null when no resource stands under the path.</summary>
    public static RequestTarget? Parse(ReadOnlySpan<string> segments, ApiResourceCatalog catalog)
    {
        string group, version;
        ReadOnlySpan<string> rest;
        if (segments is ["api", ..] && segments.Length > 2)
        {
            (group, version) = ("", segments[1]);
            rest = segments[2..];
        }
        else if (segments is ["apis", ..] && segments.Length > 3)
        {
            (group, version) = (segments[1], segments[2]);
            rest = segments[3..];
        }
        else
        {
            return null;
        }
        var watch = rest[0] == "watch" && rest.Length > 1;
        if (watch)
            rest = rest[1..];
        string? ns = null;
        if (rest[0] == "namespaces" && rest.Length > 2 && !(group.Length == 0 && rest.Length == 3 && rest[2] is "status" or "finalize"))
        {
            ns = rest[1];
            rest = rest[2..];
        }
        if (rest.Length > 3 || catalog.Find(group, version, rest[0]) is not { } resource)
            return null;
        var misplaced = resource.Namespaced ? ns is null && rest.Length > 1 : ns is not null;
        if (misplaced)
            return null;
        return new RequestTarget(resource, ns, rest.Length > 1 ? rest[1] : null, rest.Length > 2 ? rest[2] : null, watch);
    }
}
