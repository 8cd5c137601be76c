namespace GitOps.Sandbox.Kubelet;

/// <summary>A container of a pod.</summary>
public sealed record ContainerSpecification(string Name, string Image);
