namespace GitOps.Sandbox.Cluster.Registry;

/// <summary>The finalizers by which the garbage collector is asked for work.</summary>
internal static class Finalizers
{
    public const string Foreground = "foregroundDeletion";
    public const string Orphan = "orphan";
}
