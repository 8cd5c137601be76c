using GitOps.Kubernetes.Objects;

namespace GitOps.Kubernetes.Watching;

/// <summary>One line of a watch.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Item">The object after it (for a deletion, before it); valid until the next event is asked for. Of a bookmark only the resource version counts.</param>
public readonly record struct WatchEvent(WatchEventType Type, KubernetesObject Item);
