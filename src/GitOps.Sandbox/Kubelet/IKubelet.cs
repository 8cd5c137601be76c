namespace GitOps.Sandbox.Kubelet;

/// <summary>Runs the pods of one node against an API server.</summary>
public interface IKubelet
{
    /// <summary>Registers the node and runs its pods until cancelled. Lost connections are taken up again.</summary>
    Task RunAsync(CancellationToken cancellation);
}
