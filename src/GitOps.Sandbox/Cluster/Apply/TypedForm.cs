namespace GitOps.Sandbox.Cluster.Apply;

/// <summary>The ways in which a value is walked.</summary>
internal enum TypedForm
{
    Scalar,
    Atomic,
    Map,
    List,
}
