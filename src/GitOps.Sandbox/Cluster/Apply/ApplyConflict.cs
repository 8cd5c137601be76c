namespace GitOps.Sandbox.Cluster.Apply;

/// <summary>A field that an apply would change and that another manager owns.</summary>
internal sealed record ApplyConflict(FieldManagerKey Manager, FieldPath Path);
