namespace GitOps.Kubernetes.Writing;

/// <summary>What becomes of an object's dependents when it is deleted.</summary>
public enum PropagationPolicy
{
    /// <summary>The object goes first, its dependents soon after.</summary>
    Background,

    /// <summary>The dependents go first; until then the object is terminating.</summary>
    Foreground,

    /// <summary>The dependents stay.</summary>
    Orphan,
}
