using GitOps.Kubernetes.Objects;

namespace GitOps.Kubernetes.Events;

/// <summary>The object that an event is about.</summary>
/// <param name="Target">Which.</param>
/// <param name="Uid">Which life of it, so that <c>kubectl describe</c> shows the event; null where not known.</param>
public readonly record struct EventSubject(ObjectReference Target, string? Uid);
