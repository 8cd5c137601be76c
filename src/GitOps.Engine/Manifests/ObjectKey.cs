namespace GitOps.Engine.Manifests;

/// <summary>Identifies an object of the cluster over its whole life in git: not its uid, which changes when it is made anew.</summary>
/// <param name="ApiVersion">Such as <c>apps/v1</c>.</param>
/// <param name="Kind">Such as <c>Deployment</c>.</param>
/// <param name="Namespace">Empty for cluster-wide kinds.</param>
/// <param name="Name">The object's name.</param>
public readonly record struct ObjectKey(string ApiVersion, string Kind, string Namespace, string Name)
{
    public override string ToString() => Namespace.Length == 0 ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}
