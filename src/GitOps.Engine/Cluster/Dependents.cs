namespace GitOps.Engine.Cluster;

/// <summary>What becomes of the objects that a deleted object owns.</summary>
public enum Dependents
{
    /// <summary>They are deleted after it.</summary>
    Delete,

    /// <summary>They stay, without an owner: pods go on serving.</summary>
    Orphan,
}
