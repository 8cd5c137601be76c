namespace GitOps.Configstore.Snapshots;

/// <summary>All files of a commit, without their content.</summary>
public sealed record CommitManifest(IReadOnlyList<CommitFile> Files);
