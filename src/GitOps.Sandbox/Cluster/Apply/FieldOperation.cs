namespace GitOps.Sandbox.Cluster.Apply;

/// <summary>The two kinds of write that <c>managedFields</c> tells apart; the order is the one of the entries.</summary>
internal enum FieldOperation
{
    Apply,
    Update,
}
