namespace GitOps.Engine.Reconciling;

/// <summary>How far the policies are that all producers of a namespace have in common.</summary>
public enum SharedPolicyState
{
    /// <summary>Some do not stand; a producer's own policy would cut its pods off.</summary>
    Missing,

    /// <summary>They stand, and are still to be narrowed or deleted.</summary>
    Unfinished,

    /// <summary>Nothing is left to do until something changes.</summary>
    Settled,
}
