using GitOps.Kubernetes.Objects;

namespace GitOps.Kubernetes.Listing;

/// <summary>A whole list: every object that matched at one moment. Its objects may be kept.</summary>
/// <param name="Items">The objects.</param>
/// <param name="ResourceVersion">That moment; where a watch can go on.</param>
public sealed record ObjectList(IReadOnlyList<KubernetesObject> Items, string ResourceVersion);
