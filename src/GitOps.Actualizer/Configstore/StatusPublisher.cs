using System.Collections.Concurrent;
using System.Threading.Channels;
using GitOps.Engine.Queueing;
using GitOps.Engine.Snapshots;
using GitOps.Model.Api;
using GitOps.Model.Names;

namespace GitOps.Actualizer.Configstore;

/// <summary>
/// Delivers statuses in the background, the newest of each environment until it is delivered: a configstore that is down delays
/// no pass, and misses nothing but what was overtaken.
/// </summary>
public sealed class StatusPublisher(ConfigstoreClient configstore, TimeProvider time, ILogger<StatusPublisher> log)
    : BackgroundService, IStatusReports
{
    private const int Senders = 8;

    private readonly ConcurrentDictionary<EnvironmentKey, EnvironmentStatus> _newest = new();
    private readonly KeyQueue<EnvironmentKey> _queue = new(time, new Backoff { First = TimeSpan.FromMilliseconds(500), Cap = TimeSpan.FromMinutes(1) });

    /// <summary>Statuses that are not delivered yet.</summary>
    public int Pending => _newest.Count;

    public void Publish(EnvironmentStatus status)
    {
        _newest[status.Key] = status;
        _queue.Add(status.Key);
    }

    public async Task<EnvironmentStatus?> LastAsync(EnvironmentKey environment, CancellationToken cancellationToken) =>
        _newest.TryGetValue(environment, out var pending) && pending.AppliedRevision is not null ? pending : await configstore.StatusAsync(environment, cancellationToken);

    public override void Dispose()
    {
        _queue.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => SendAsync(stoppingToken)));

    private async Task SendAsync(CancellationToken stopping)
    {
        await Task.Yield();
        while (true)
        {
            QueuedKey<EnvironmentKey> taken;
            try
            {
                taken = await _queue.TakeAsync(stopping);
            }
            catch (Exception end) when (end is OperationCanceledException or ChannelClosedException)
            {
                return;
            }

            try
            {
                if (_newest.TryGetValue(taken.Key, out var status))
                {
                    if (!await configstore.PutStatusAsync(status, stopping)) log.LogDebug("{Environment}: its status is not wanted any more.", taken.Key);
                    // Only what was sent: a newer one has been queued by itself.
                    _newest.TryRemove(KeyValuePair.Create(taken.Key, status));
                }
                _queue.Forget(taken.Key);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                var delay = _queue.AddWithBackoff(taken.Key, (error as SnapshotsUnavailableException)?.RetryAfter ?? default);
                log.LogWarning("{Environment}: its status could not be reported, tried again in {Delay}. {Reason}", taken.Key, delay, error.Message);
            }
            finally
            {
                _queue.Done(taken.Key);
            }
        }
    }
}
