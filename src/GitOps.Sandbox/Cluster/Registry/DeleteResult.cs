using GitOps.Sandbox.Cluster.Storage;

namespace GitOps.Sandbox.Cluster.Registry;

/// <summary>The last state known of an object after a deletion was asked for, and whether it has gone.</summary>
internal readonly record struct DeleteResult(StoredObject Value, bool Gone);
