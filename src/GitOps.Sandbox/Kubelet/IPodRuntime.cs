namespace GitOps.Sandbox.Kubelet;

/// <summary>
/// The door behind which containers run, or seem to. The kubelet decides which pods are to run and tells the API server what
/// became of them; the runtime starts and stops containers and says how they are.
/// </summary>
public interface IPodRuntime
{
    /// <summary>
    /// Runs a pod until it ends or the token is cancelled, and tells every state that differs from the one before.
    /// Asked again for a pod that runs already, it takes that pod over.
    /// </summary>
    IAsyncEnumerable<PodState> RunAsync(PodSpecification pod, CancellationToken cancellation);

    /// <summary>Stops the containers of a pod and forgets it; done when nothing of it is left. A pod that is not known is stopped.</summary>
    /// <param name="grace">How long the containers may take to end by themselves.</param>
    Task StopAsync(PodSpecification pod, TimeSpan grace, CancellationToken cancellation);
}
