using GitOps.Sandbox.Cluster.Storage;

namespace GitOps.Sandbox.Cluster.Registry;

/// <summary>The state after a write, and whether the write made the object.</summary>
internal readonly record struct WriteResult(StoredObject Value, bool Created);
