using GitOps.Kubernetes.Leases;

namespace GitOps.Kubernetes.Tests.Support;

/// <summary>A candidate whose work is to tell when it starts and stops.</summary>
public sealed class TestCandidate : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _story;
    private readonly string _name;
    private readonly Task _run;
    private volatile bool _works;

    /// <param name="story">May be shared by several candidates.</param>
    public TestCandidate(LeaderElector elector, string name, List<string> story)
    {
        Elector = elector;
        _name = name;
        _story = story;
        _run = elector.RunAsync(WorkAsync, _stop.Token);
    }

    public LeaderElector Elector { get; }

    public bool Works => _works;

    public IReadOnlyList<string> Story
    {
        get
        {
            lock (_story) return [.. _story];
        }
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _run;
        }
        catch (OperationCanceledException)
        {
            // As asked.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_run.IsCompleted) await StopAsync();
        _stop.Dispose();
    }

    private async Task WorkAsync(CancellationToken cancellation)
    {
        Tell("starts");
        _works = true;
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        }
        finally
        {
            _works = false;
            Tell("stops");
        }
    }

    private void Tell(string what)
    {
        lock (_story) _story.Add($"{_name} {what}");
    }
}
