namespace GitOps.Kubernetes.Objects;

/// <summary>Identifies an object among those of its kind.</summary>
/// <param name="Namespace">Empty for cluster-wide kinds.</param>
/// <param name="Name">The object's name.</param>
public readonly record struct ObjectName(string Namespace, string Name)
{
    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";
}
