using GitOps.Engine.Composing.Tenant;
using GitOps.Model.Hosts;

namespace GitOps.Engine.Composing;

/// <summary>What the settings say of hosts: which are the system's own, which namespaces there are, and what an operator allows or forbids.</summary>
public static class OperatorHosts
{
    public static HostRules Of(CompositionSettings settings, TenantSettings tenant, Namespaces namespaces)
    {
        var others = new[] { tenant.Dns, tenant.Ingress, tenant.Metrics, tenant.Git, tenant.Redis, tenant.ApiServer }
            .SelectMany(NetworkPeer.ParseAll)
            .Select(peer => peer.Namespace)
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        return new HostRules
        {
            Allowed = HostPattern.ParseAll(settings.EndpointAllow),
            Denied = HostPattern.ParseAll(settings.EndpointDeny),
            MayFollowRedirects = settings.EndpointRedirects,
            SystemHosts = new[] { settings.RedisHost, settings.GitApiHost, settings.GitRepoHost, settings.PodConfigstoreUrl }.Select(HostOf).OfType<string>().ToHashSet(StringComparer.Ordinal),
            IsNamespace = label => HostRules.IsClustersOwn(label) || others.Contains(label) || namespaces.IsKnown(label),
            NamespaceOf = namespaces.Of,
        };
    }

    /// <summary>The host of a setting, which may be alone, with its port, or in a URL.</summary>
    private static string? HostOf(string setting)
    {
        var alone = CalledHost.TryRead(setting, out var host, out _) ? host : null;
        return (alone ?? (WebUrl.TryRead(setting, WebUrl.Web, out var url, out _) || WebUrl.TryRead($"http://{setting}", WebUrl.Web, out url, out _) ? url.Host : null))?.Name;
    }
}
