using GitOps.Engine.Reconciling;

namespace GitOps.Actualizer.Tests.Support;

/// <summary>Stands between two phases and never comes back: what a process that is killed there looks like from outside.</summary>
internal sealed class KillPhase : IReconcilePhase
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => "kill";

    public Task Reached => _reached.Task;

    /// <summary>Passes of other environments, and passes while this is false, go through.</summary>
    public bool Armed { get; set; }

    public async ValueTask<Outcome?> RunAsync(Pass pass, CancellationToken cancellationToken)
    {
        if (!Armed) return null;
        _reached.TrySetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return null;
    }
}
