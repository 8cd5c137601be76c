namespace GitOps.Sandbox.Forge.Bodies;

/// <summary>Gitea's <c>InternalTracker</c> at its defaults.</summary>
internal sealed record InternalTrackerBody(bool EnableTimeTracker = true, bool AllowOnlyContributorsToTrackTime = true, bool EnableIssueDependencies = true);
