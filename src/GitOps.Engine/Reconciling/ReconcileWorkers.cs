using System.Threading.Channels;
using GitOps.Engine.Queueing;
using GitOps.Model.Names;
using Microsoft.Extensions.Logging;

namespace GitOps.Engine.Reconciling;

/// <summary>Takes keys from the queue and reconciles them, several at once, each key by one worker at a time.</summary>
public sealed class ReconcileWorkers(KeyQueue<EnvironmentKey> queue, Reconciler reconciler, ILogger<ReconcileWorkers> log)
{
    /// <summary>Works until cancelled or until the queue is drained. Passes under way are stopped between two requests, never undone.</summary>
    public Task RunAsync(int workers, CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(() => WorkAsync(cancellationToken), CancellationToken.None)));

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            QueuedKey<EnvironmentKey> taken;
            try
            {
                taken = await queue.TakeAsync(cancellationToken);
            }
            catch (Exception end) when (end is OperationCanceledException or ChannelClosedException)
            {
                return;
            }

            try
            {
                var outcome = await reconciler.ReconcileAsync(taken.Key, cancellationToken);
                NextStep.Schedule(queue, taken.Key, outcome);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                // The loop's edge: one environment's error never ends a worker.
                log.LogError(error, "{Environment}: the reconciler itself failed; tried again later.", taken.Key);
                queue.AddWithBackoff(taken.Key);
            }
            finally
            {
                queue.Done(taken.Key);
            }
        }
    }
}
