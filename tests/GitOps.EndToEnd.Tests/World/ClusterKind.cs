namespace GitOps.EndToEnd.Tests.World;

/// <summary>What the same tests run against.</summary>
public enum ClusterKind
{
    /// <summary>The sandbox's own small cluster, in this process.</summary>
    Sandbox,

    /// <summary>A real Kubernetes API server with its controllers, shared by the assembly. It decides who is right.</summary>
    Real,
}
