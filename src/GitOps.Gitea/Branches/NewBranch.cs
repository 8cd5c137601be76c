namespace GitOps.Gitea.Branches;

/// <summary>A branch to be made from another; null stands for the default branch.</summary>
public sealed record NewBranch(string NewBranchName, string? OldBranchName = null);
