namespace GitOps.Sandbox.Kubelet;

/// <summary>How a pod is.</summary>
/// <param name="Phase">Of the whole pod.</param>
/// <param name="Containers">Of every container, in the order of the specification.</param>
/// <param name="PodIP">Null until the pod has an address.</param>
public sealed record PodState(PodPhase Phase, IReadOnlyList<ContainerState> Containers, string? PodIP)
{
    /// <summary>Of every init container, in the order of the specification.</summary>
    public IReadOnlyList<ContainerState> InitContainers { get; init; } = [];

    /// <summary>What to tell as Events of the pod, oldest first.</summary>
    public IReadOnlyList<PodEvent> Events { get; init; } = [];

    public bool IsReady => Phase == PodPhase.Running && Containers.All(container => container.IsReady);
}
