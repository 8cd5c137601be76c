using GitOps.Model.Names;

namespace GitOps.Engine.Brakes;

/// <summary>A removal that waits for an operator.</summary>
/// <param name="Environment">Whose objects would go.</param>
/// <param name="Reason">Why they would go, and why that is held.</param>
/// <param name="Since">When it was first held.</param>
public sealed record Hold(EnvironmentKey Environment, string Reason, DateTimeOffset Since);
