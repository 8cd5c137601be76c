namespace GitOps.Configstore.Snapshots;

/// <summary>A file of a commit.</summary>
/// <param name="Path">Relative, slash-separated.</param>
/// <param name="Sha">Of its blob.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Kind">Whether it has content of its own.</param>
public sealed record CommitFile(string Path, string Sha, long Size, CommitFileKind Kind);
