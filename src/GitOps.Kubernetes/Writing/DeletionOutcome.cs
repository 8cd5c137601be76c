namespace GitOps.Kubernetes.Writing;

/// <summary>What a deletion led to.</summary>
public enum DeletionOutcome
{
    /// <summary>The object is gone.</summary>
    Deleted,

    /// <summary>The object goes when its finalizers or its grace period allow it.</summary>
    Terminating,

    /// <summary>It was not there.</summary>
    NotFound,
}
