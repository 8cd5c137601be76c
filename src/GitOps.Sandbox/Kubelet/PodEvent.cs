namespace GitOps.Sandbox.Kubelet;

/// <summary>Something to tell about a pod.</summary>
/// <param name="IsWarning">Whether it is of type Warning and not Normal.</param>
/// <param name="Reason">One word, such as <c>Pulled</c>.</param>
public sealed record PodEvent(bool IsWarning, string Reason, string Message);
