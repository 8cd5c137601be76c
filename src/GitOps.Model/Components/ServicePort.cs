namespace GitOps.Model.Components;

/// <summary>A TCP port under which other pods reach the component.</summary>
/// <param name="Name">Unique within the component.</param>
/// <param name="Number">Port of the service.</param>
/// <param name="TargetPort">Port of the container, used when <paramref name="TargetName"/> is null.</param>
/// <param name="TargetName">Name of the container's port.</param>
public sealed record ServicePort(string Name, int Number, int TargetPort, string? TargetName = null);
