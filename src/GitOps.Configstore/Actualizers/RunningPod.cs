namespace GitOps.Configstore.Actualizers;

/// <summary>A pod that may still run.</summary>
/// <param name="Name">Of the pod.</param>
/// <param name="Created">When the API server made it.</param>
public sealed record RunningPod(string Name, DateTimeOffset Created);
