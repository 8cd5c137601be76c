namespace GitOps.Sandbox.Kubelet;

/// <summary>What the kubelet does for one pod at the moment; disposing ends it.</summary>
internal sealed class PodLife(CancellationToken kubelet) : IDisposable
{
    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(kubelet);
    private int _stopping;

    /// <summary>Running the pod, or stopping it.</summary>
    public Task Work { get; set; } = Task.CompletedTask;

    /// <summary>Cancelled when the pod is no longer to run.</summary>
    public CancellationToken Running => _end.Token;

    /// <summary>True once.</summary>
    public bool TryBeginStop() => Interlocked.Exchange(ref _stopping, 1) == 0;

    public void Cancel() => _end.Cancel();

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }
}
