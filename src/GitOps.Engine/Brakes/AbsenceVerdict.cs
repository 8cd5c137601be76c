namespace GitOps.Engine.Brakes;

/// <summary>What an absence allows.</summary>
/// <param name="Confirmed">True when it has lasted: what was made may go, if the share brake agrees.</param>
/// <param name="Remaining">How much of the grace period is left.</param>
/// <param name="Description">What is missing since when, in words.</param>
public sealed record AbsenceVerdict(bool Confirmed, TimeSpan Remaining, string Description);
