using System.Threading.Channels;
using GitOps.Engine.Queueing;
using GitOps.Engine.Reconciling;
using GitOps.Engine.Snapshots;

namespace GitOps.Actualizer.Triggers;

/// <summary>
/// Runs full resyncs, one at a time: asked for by the schedule, by the change stream, by a new leader. Requests that come
/// while one runs become one more. A resync that fails is tried again with backoff.
/// </summary>
public sealed class ResyncTrigger(Resync resync, EngineMetrics metrics, TimeProvider time, ILogger<ResyncTrigger> log) : BackgroundService
{
    private readonly Channel<bool> _requests = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Backoff _backoff = new() { First = TimeSpan.FromMilliseconds(250), Cap = TimeSpan.FromSeconds(15) };

    /// <summary>Completes with the first complete listing; before it nothing is known of what should be.</summary>
    public Task FirstDone => _first.Task;

    /// <summary>When the last complete listing was taken in; null before the first.</summary>
    public DateTimeOffset? LastSuccess { get; private set; }

    /// <summary>Why the last try failed; null when it did not.</summary>
    public string? LastFailure { get; private set; }

    public void Request() => _requests.Writer.TryWrite(true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        Request();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _requests.Reader.ReadAsync(stoppingToken);
                var count = await resync.RunAsync(stoppingToken);
                metrics.Resynced();
                failures = 0;
                LastSuccess = time.GetUtcNow();
                LastFailure = null;
                log.LogDebug("Resync: {Environments} environments.", count);
                _first.TrySetResult();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                // The loop's edge: a listing that fails concludes nothing and is tried again.
                var delay = _backoff.Delay(++failures);
                LastFailure = error.Message;
                log.LogWarning("Resync failed, tried again in {Delay}: {Reason}", delay, error is SnapshotsUnavailableException ? error.Message : error.ToString());
                await Task.Delay(delay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                Request();
            }
        }
    }
}
