namespace GitOps.Sandbox.Cluster.Errors;

/// <summary>One cause in the details of a Status.</summary>
internal sealed record StatusCause(string Reason, string Message, string? Field);
