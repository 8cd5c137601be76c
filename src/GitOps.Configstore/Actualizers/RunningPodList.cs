namespace GitOps.Configstore.Actualizers;

/// <summary>The actualizer's answer about a producer's pods.</summary>
public sealed record RunningPodList(IReadOnlyList<RunningPod>? Items);
