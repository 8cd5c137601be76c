namespace GitOps.Testing.Faults;

/// <summary>Open at first; while closed, whoever comes waits.</summary>
internal sealed class ProxyGate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _closed;

    public void Close()
    {
        lock (_lock)
        {
            _closed ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Open()
    {
        lock (_lock)
        {
            _closed?.SetResult();
            _closed = null;
        }
    }

    public Task WaitAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            return _closed?.Task.WaitAsync(cancellation) ?? Task.CompletedTask;
        }
    }
}
