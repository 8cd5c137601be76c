namespace GitOps.Configstore.Snapshots;

/// <summary>All files of a commit, without their content; or that there are more than are read, and then none of them.</summary>
/// <param name="Refusal">Why the commit is not read; null of one that is.</param>
public sealed record CommitManifest(IReadOnlyList<CommitFile> Files, ManifestRefusal? Refusal = null);
