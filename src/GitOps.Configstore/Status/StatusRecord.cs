using GitOps.Model.Api;

namespace GitOps.Configstore.Status;

/// <summary>A status as it is kept.</summary>
/// <param name="Status">As it was reported.</param>
/// <param name="Posted">What Gitea was last told of it, by repository; null before the first time.</param>
public sealed record StatusRecord(EnvironmentStatus Status, string? Posted = null);
