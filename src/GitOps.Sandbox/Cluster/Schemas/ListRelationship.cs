namespace GitOps.Sandbox.Cluster.Schemas;

/// <summary>How the elements of a list are told apart by server-side apply.</summary>
internal enum ListRelationship
{
    /// <summary>The list has one owner and is replaced whole.</summary>
    Atomic,

    /// <summary>Every scalar value has its own owners.</summary>
    Set,

    /// <summary>Elements are objects told apart by <see cref="SchemaType.Keys"/>.</summary>
    Keyed,
}
