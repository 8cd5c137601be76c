namespace GitOps.Testing.ControlPlane;

/// <summary>What a test wants of its control plane.</summary>
public sealed record KubernetesApiServerOptions
{
    /// <summary>
    /// Also runs kube-controller-manager: Deployments make pods, namespaces go, owners' dependents are collected. Without
    /// it the server only stores what it is told, and starts faster.
    /// </summary>
    public bool ControllerManager { get; init; }

    /// <summary>Further arguments of kube-apiserver, such as <c>--max-requests-inflight=3</c>.</summary>
    public IReadOnlyList<string> ApiServerArguments { get; init; } = [];
}
