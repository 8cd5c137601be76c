using System.Threading.Channels;
using GitOps.Engine.Cluster;
using GitOps.Engine.Live;
using GitOps.Engine.Reconciling;

namespace GitOps.Actualizer.Leadership;

/// <summary>
/// Keeps, while this process leads, what all producers of a shared namespace have in common. Nothing is applied to any producer before that
/// stands: a producer's own policy alone would cut its pods off from everything.
/// </summary>
public sealed class SharedPolicyKeeper(SharedPolicies policies, LiveObjects live, TimeProvider time, ILogger<SharedPolicyKeeper> log)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    /// <summary>Why they are not as they should be; null when they are.</summary>
    public string? Problem { get; private set; }

    /// <summary>Tries until all stand.</summary>
    public async Task EstablishAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (state, _) = await TryAsync(cancellationToken);
            if (state is SharedPolicyState.Unfinished or SharedPolicyState.Settled) return;
            await Task.Delay(state is null ? Retry : Soon, time, cancellationToken);
        }
    }

    /// <summary>Sets right what somebody changes; ends when it is cancelled.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        void Note() => changes.Writer.TryWrite(true);
        live.CommonChanged += Note;
        try
        {
            while (true)
            {
                var (state, hasWritten) = await TryAsync(cancellationToken);
                // Who changes them back again and again is answered once a second.
                if (state != SharedPolicyState.Settled || hasWritten) await Task.Delay(state is null ? Retry : Soon, time, cancellationToken);
                else await changes.Reader.ReadAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // This process leads no more.
        }
        finally
        {
            live.CommonChanged -= Note;
        }
    }

    /// <returns>Null when a write failed.</returns>
    private async Task<(SharedPolicyState? State, bool HasWritten)> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (state, writes) = await policies.EnsureAsync(cancellationToken);
            foreach (var change in writes.Changes)
                log.LogInformation("All producers: {Action} {Kind} {Namespace}/{Name}: {Reason}", change.Action, change.Kind, change.Namespace, change.Name, change.Reason);
            Problem = null;
            return (state, writes.Changes.Count > 0);
        }
        catch (ClusterException error)
        {
            Problem = error.Message;
            log.LogError("The network policies that all producers have in common could not be set right, tried again in {Delay}. What runs keeps running: {Reason}", Retry, error.Message);
            return (null, false);
        }
    }
}
