namespace GitOps.Actualizer.Operations;

/// <summary>A held removal as the operations port tells it.</summary>
/// <param name="Environment"><c>producer/project/environment</c>.</param>
/// <param name="Reason">Why it would be removed, and why that is held.</param>
/// <param name="Since">When it was first held.</param>
public sealed record HoldView(string Environment, string Reason, DateTimeOffset Since);
