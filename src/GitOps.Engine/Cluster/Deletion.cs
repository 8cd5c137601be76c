namespace GitOps.Engine.Cluster;

/// <summary>What a deletion led to.</summary>
public enum Deletion
{
    /// <summary>The object is gone.</summary>
    Gone,

    /// <summary>It goes when its finalizers or its grace period allow it.</summary>
    Going,

    /// <summary>Another object has the name by now; it was not touched.</summary>
    OtherObject,
}
