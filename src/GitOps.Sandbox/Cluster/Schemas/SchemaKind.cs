namespace GitOps.Sandbox.Cluster.Schemas;

/// <summary>The wire types of the Kubernetes API.</summary>
internal enum SchemaKind
{
    String,
    Integer,
    Number,
    Boolean,

    /// <summary>Base64 text.</summary>
    Bytes,

    /// <summary>RFC 3339 with seconds; a struct in Go, so an unset one is written as null.</summary>
    Time,

    /// <summary>RFC 3339 with microseconds.</summary>
    MicroTime,
    Quantity,
    IntOrString,
    Struct,
    List,
    Map,

    /// <summary>No declared shape: objects are granular, lists atomic, as structured-merge-diff deduces them.</summary>
    Untyped,
}
