namespace GitOps.Kubernetes.Transport;

/// <summary>A token that is cancelled by the caller's or when the time is over, and knows which of the two it was.</summary>
internal sealed class RequestDeadline : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenRegistration _registration;

    public RequestDeadline(TimeSpan time, TimeProvider provider, CancellationToken caller)
    {
        _caller = caller;
        _source = new CancellationTokenSource(time, provider);
        _registration = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    public CancellationToken Token => _source.Token;

    public bool HasPassed => _source.IsCancellationRequested && !_caller.IsCancellationRequested;

    public void Dispose()
    {
        _registration.Dispose();
        _source.Dispose();
    }
}
