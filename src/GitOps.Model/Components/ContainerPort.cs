namespace GitOps.Model.Components;

/// <summary>A TCP port that a container listens on.</summary>
public sealed record ContainerPort(string Name, int Number);
