namespace GitOps.Gitea.Branches;

/// <summary>The commit that a branch points to.</summary>
/// <param name="Id">Its SHA.</param>
public sealed record BranchHead(string Id, string Message = "", DateTimeOffset Timestamp = default);
