using GitOps.Kubernetes.Objects;

namespace GitOps.Actualizer.Cluster;

/// <summary>
/// The kinds that are made, and so watched: all objects of these kinds in the namespaces that count, without a label selector, so that
/// objects of others with the same name are known before anything is written.
/// </summary>
public static class WatchedKinds
{
    /// <summary>What keeps producers apart, wherever they are.</summary>
    public static GroupVersionKind NetworkPolicy { get; } = new("networking.k8s.io/v1", "NetworkPolicy");

    /// <summary>Those that every API server serves.</summary>
    public static IReadOnlyList<GroupVersionKind> BuiltIn { get; } =
    [
        new("v1", "ConfigMap"),
        new("v1", "Secret"),
        new("v1", "Service"),
        new("apps/v1", "Deployment"),
        new("networking.k8s.io/v1", "Ingress"),
    ];

    /// <summary>What producers have as a whole, where each has a namespace of its own; only there these are looked at, but for <see cref="NetworkPolicy"/>.</summary>
    public static IReadOnlyList<GroupVersionKind> OfTenants { get; } =
    [
        new("v1", "Namespace"),
        new("v1", "ServiceAccount"),
        new("v1", "ResourceQuota"),
        new("v1", "LimitRange"),
        NetworkPolicy,
    ];

    /// <summary>Functions of Kubeless. Followed wherever they are known, also by who does not make them any more and has some left.</summary>
    public static GroupVersionKind KubelessFunction { get; } = new("kubeless.io/v1beta1", "Function");
}
