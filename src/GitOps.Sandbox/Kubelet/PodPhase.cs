namespace GitOps.Sandbox.Kubelet;

/// <summary>Source: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase</summary>
public enum PodPhase
{
    Pending,
    Running,
    Succeeded,
    Failed,
}
