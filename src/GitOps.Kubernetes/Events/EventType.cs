namespace GitOps.Kubernetes.Events;

/// <summary>How bad it is.</summary>
public enum EventType
{
    /// <summary>Something happened as it should.</summary>
    Normal,

    /// <summary>Something needs attention.</summary>
    Warning,
}
