namespace GitOps.Gitea.Branches;

/// <summary>A branch and its head.</summary>
public sealed record Branch(string Name, BranchHead Commit, bool Protected = false);
