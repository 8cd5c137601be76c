namespace GitOps.Actualizer.Cluster;

/// <summary>In whose name this system writes to clusters. Changing it makes every object of earlier versions a foreign one.</summary>
public static class FieldManager
{
    public const string Name = "gitops-actualizer";
}
