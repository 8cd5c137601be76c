namespace GitOps.Sandbox.Cluster.Selectors;

/// <summary>The operators of label requirements.</summary>
internal enum LabelOperator
{
    In,
    NotIn,
    Exists,
    DoesNotExist,
    GreaterThan,
    LessThan,
}
