namespace GitOps.Gitea.Statuses;

/// <summary>The newest status of each context, and what they come to.</summary>
/// <param name="State">Empty when there is none.</param>
public sealed record CombinedStatus(string State, string Sha, int TotalCount = 0, IReadOnlyList<CommitStatus>? Statuses = null);
