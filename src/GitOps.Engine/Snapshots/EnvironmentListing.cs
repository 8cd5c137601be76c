using GitOps.Model.Api;
using GitOps.Model.Names;

namespace GitOps.Engine.Snapshots;

/// <summary>All environments there are, from one state of the configstore: complete, or not made at all.</summary>
/// <param name="Heads">By key.</param>
/// <param name="CompleteAsOf">When Gitea was last listed completely and successfully.</param>
public sealed record EnvironmentListing(IReadOnlyDictionary<EnvironmentKey, EnvironmentHead> Heads, DateTimeOffset CompleteAsOf);
