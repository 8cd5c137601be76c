namespace GitOps.Kubernetes.Watching;

/// <summary>What a watch tells.</summary>
public enum WatchEventType
{
    Added,
    Modified,
    Deleted,

    /// <summary>No object has changed up to this resource version.</summary>
    Bookmark,
}
