namespace GitOps.Kubernetes.Watching;

/// <summary>Cancels what waits for longer than a given time, counted anew with each start.</summary>
internal sealed class IdleTimeout : IDisposable
{
    private readonly CancellationTokenSource _passed = new();
    private readonly CancellationTokenSource _either;
    private readonly ITimer _timer;

    public IdleTimeout(TimeSpan time, TimeProvider provider, CancellationToken cancellation)
    {
        Time = time;
        _either = CancellationTokenSource.CreateLinkedTokenSource(_passed.Token, cancellation);
        _timer = provider.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), _passed, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public TimeSpan Time { get; }

    public CancellationToken Token => _either.Token;

    public bool HasPassed => _passed.IsCancellationRequested;

    public void Start() => _timer.Change(Time, Timeout.InfiniteTimeSpan);

    public void Stop() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _timer.Dispose();
        _either.Dispose();
        _passed.Dispose();
    }
}
