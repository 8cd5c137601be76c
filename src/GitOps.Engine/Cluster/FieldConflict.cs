namespace GitOps.Engine.Cluster;

/// <summary>One field that another manager owns.</summary>
/// <param name="Manager">The other field manager, such as <c>kubectl-edit</c>.</param>
/// <param name="Field">The field's path, such as <c>.spec.replicas</c>.</param>
public sealed record FieldConflict(string Manager, string Field)
{
    public override string ToString() => $"{Field} is owned by {Manager}";
}
