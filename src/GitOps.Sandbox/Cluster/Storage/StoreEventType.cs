namespace GitOps.Sandbox.Cluster.Storage;

/// <summary>What a write did to an object.</summary>
internal enum StoreEventType
{
    Added,
    Modified,
    Deleted,
}
