using GitOps.Kubernetes.Objects;

namespace GitOps.Actualizer.Cluster;

/// <summary>
/// The kinds that are made, and so watched: all objects of these kinds in the namespace, without a label selector, so that objects of
/// others with the same name are known before anything is written.
/// </summary>
public static class WatchedKinds
{
    public static IReadOnlyList<GroupVersionKind> All { get; } =
    [
        new("v1", "ConfigMap"),
        new("v1", "Secret"),
        new("v1", "Service"),
        new("apps/v1", "Deployment"),
        new("networking.k8s.io/v1", "Ingress"),
    ];
}
