namespace GitOps.Kubernetes.Objects;

/// <summary>Identifies an object of the cluster by kind, namespace and name.</summary>
/// <param name="Kind">Which kind.</param>
/// <param name="Namespace">Empty for cluster-wide kinds.</param>
/// <param name="Name">The object's name.</param>
public readonly record struct ObjectReference(GroupVersionKind Kind, string Namespace, string Name)
{
    public ObjectReference(string apiVersion, string kind, string @namespace, string name)
        : this(new GroupVersionKind(apiVersion, kind), @namespace, name)
    {
    }

    public override string ToString() => Namespace.Length == 0 ? $"{Kind.Kind} {Name}" : $"{Kind.Kind} {Namespace}/{Name}";
}
