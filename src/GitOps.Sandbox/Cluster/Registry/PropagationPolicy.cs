namespace GitOps.Sandbox.Cluster.Registry;

/// <summary>What happens to the objects that the deleted one owns.</summary>
internal enum PropagationPolicy
{
    /// <summary>They are deleted afterwards.</summary>
    Background,

    /// <summary>They are deleted first.</summary>
    Foreground,

    /// <summary>They stay and lose the reference.</summary>
    Orphan,
}
