namespace GitOps.Sandbox;

/// <summary>The loopback ports of the sandbox's servers; 0 lets the system choose a free one.</summary>
public sealed record SandboxPorts(int Forge, int Configstore, int Actualizer, int Cluster)
{
    /// <summary>Gitea's and the configstore's usual ports, kubectl proxy's for the cluster.</summary>
    public static SandboxPorts Fixed { get; } = new(Forge: 3000, Configstore: 3002, Actualizer: 3003, Cluster: 8001);

    public static SandboxPorts Automatic { get; } = new(0, 0, 0, 0);
}
