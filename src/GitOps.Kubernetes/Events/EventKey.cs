namespace GitOps.Kubernetes.Events;

/// <summary>What makes two events the same.</summary>
internal readonly record struct EventKey(EventSubject Subject, EventType Type, string Reason, string Action, string Note);
