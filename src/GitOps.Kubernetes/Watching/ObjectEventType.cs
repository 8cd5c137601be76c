namespace GitOps.Kubernetes.Watching;

/// <summary>What a <see cref="Reflector"/> tells.</summary>
public enum ObjectEventType
{
    /// <summary>An object that was not there before, as far as was told.</summary>
    Added,

    /// <summary>An object of which an earlier state was told.</summary>
    Modified,

    /// <summary>An object that was told of is gone. Told without the object when that happened unseen.</summary>
    Deleted,

    /// <summary>Nothing else has happened up to now.</summary>
    Bookmark,

    /// <summary>A list was read whole: what was told so far is exactly what there is. Comes once at first and again after each relist.</summary>
    Synced,
}
