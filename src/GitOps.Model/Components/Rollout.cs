namespace GitOps.Model.Components;

/// <summary>How many pods there are and how they are replaced.</summary>
/// <param name="Replicas">Pods wanted.</param>
/// <param name="MinReadySeconds">How long a pod must be ready before it counts.</param>
/// <param name="Rolling">True: new pods are ready before old ones go. False: old ones go first.</param>
public sealed record Rollout(int Replicas, int MinReadySeconds, bool Rolling);
