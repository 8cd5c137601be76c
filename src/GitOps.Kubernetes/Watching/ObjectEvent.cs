using GitOps.Kubernetes.Objects;

namespace GitOps.Kubernetes.Watching;

/// <summary>One step of a <see cref="Reflector"/>.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Name">To which object; default for bookmarks and when synced.</param>
/// <param name="Uid">To which life of it; empty where the server gives no UUID.</param>
/// <param name="ResourceVersion">The state after it; of a deletion that was not seen, the last known one.</param>
/// <param name="Item">The object, valid until the next event is asked for; null for bookmarks, when synced, and for a deletion that was not seen.</param>
public readonly record struct ObjectEvent(ObjectEventType Type, ObjectName Name, Guid Uid, string ResourceVersion, KubernetesObject? Item);
