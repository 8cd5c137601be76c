using GitOps.Sandbox.Cluster.Storage;

namespace GitOps.Sandbox.Cluster.Registry;

/// <summary>One page of a list.</summary>
/// <param name="Snapshot">The revision that all pages show.</param>
/// <param name="Continue">Token of the next page; null on the last one.</param>
/// <param name="Remaining">Objects after this page; null when unknown.</param>
internal sealed record ListPage(IReadOnlyList<StoredObject> Items, TableSnapshot Snapshot, string? Continue, long? Remaining);
