namespace GitOps.Sandbox.Cluster.Registry;

/// <summary>How a write is done.</summary>
/// <param name="FieldManager">Who is recorded as owner of the fields.</param>
/// <param name="DryRun">Go through everything but keep nothing.</param>
/// <param name="Force">Of an apply: take fields from their owners.</param>
internal sealed record WriteOptions(string FieldManager, bool DryRun = false, bool Force = false);
