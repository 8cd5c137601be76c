namespace GitOps.Kubernetes.Watching;

/// <summary>What one watch request sees, and when it ends.</summary>
public sealed record WatchOptions
{
    /// <summary>Changes after this are seen: from a list, an event or a bookmark.</summary>
    public required string ResourceVersion { get; init; }

    /// <summary>Such as <c>app=gateway</c>; empty for all.</summary>
    public string LabelSelector { get; init; } = "";

    /// <summary>Such as <c>metadata.name=x</c>; empty for all.</summary>
    public string FieldSelector { get; init; } = "";

    /// <summary>The server ends the watch after about this. Default 5 min.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// A watch without a byte for so long counts as dead, since nobody tells a client that the way is cut. Default 90 s.
    /// </summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(90);
}
