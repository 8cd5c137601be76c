using GitOps.Kubernetes.Errors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitOps.Kubernetes.Leases;

/// <summary>
/// Lets one of several candidates work at a time, by a Lease. A leader that cannot renew in time is told to stop before another
/// can start; that holds as long as the candidates' clocks run equally fast, however wrong they are. As with every lease, what
/// a leader has sent may arrive after it has lost: writes need to be safe by themselves (preconditions, server-side apply).
/// </summary>
public sealed class LeaderElector
{
    private readonly LeaderElectionOptions _options;
    private readonly LeaseLock _lock;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private volatile LeaseRecord? _observed;
    private volatile bool _isLeader;

    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public LeaderElector(KubernetesClient client, LeaderElectionOptions options, ILogger<LeaderElector>? logger = null)
    {
        options.Validate();
        _options = options;
        _lock = new LeaseLock(client, options);
        _time = client.Time;
        _logger = logger ?? NullLogger<LeaderElector>.Instance;
    }

    public bool IsLeader => _isLeader;

    /// <summary>Who holds the lease, as last seen; null before the first look and while there is none.</summary>
    public LeaseRecord? Observed => _observed;

    /// <summary>
    /// Waits for the lease and does the work while it is held; when the lease is lost, waits for it again. Returns when the work
    /// ends by itself; the lease is released then, and also when this is cancelled.
    /// </summary>
    /// <param name="lead">The work. Its token is cancelled when the lease is lost; it then has to stop, within the lease duration less the renew deadline.</param>
    /// <param name="cancellation">Stops the work and the candidacy.</param>
    public async Task RunAsync(Func<CancellationToken, Task> lead, CancellationToken cancellation)
    {
        while (true)
        {
            var acquiredAt = await AcquireAsync(cancellation);
            if (await LeadAsync(lead, acquiredAt, cancellation)) return;
        }
    }

    /// <returns>When the request that got the lease was sent.</returns>
    private async Task<long> AcquireAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var sentAt = _time.GetTimestamp();
            if (await TryAsync(_options.RenewDeadline, cancellation)) return sentAt;
            await Task.Delay(Spread(_options.RetryPeriod), _time, cancellation);
        }
    }

    /// <returns>True when the work ended by itself, false when the lease was lost.</returns>
    private async Task<bool> LeadAsync(Func<CancellationToken, Task> lead, long renewedAt, CancellationToken cancellation)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _isLeader = true;
        _logger.LogInformation("{Identity} leads by the lease {Namespace}/{Name}", _options.Identity, _options.Namespace, _options.Name);
        var renewing = RenewAsync(renewedAt, lost, done.Token);
        try
        {
            await lead(lost.Token);
            return !lost.IsCancellationRequested || cancellation.IsCancellationRequested;
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            await done.CancelAsync();
            await renewing;
            _isLeader = false;
            await ReleaseAsync();
        }
    }

    /// <summary>Renews until it is done, or cancels what depends on the lease when it is lost.</summary>
    private async Task RenewAsync(long renewedAt, CancellationTokenSource lost, CancellationToken done)
    {
        try
        {
            while (true)
            {
                // Never waits past the deadline, and no request may take longer either.
                var left = _options.RenewDeadline - _time.GetElapsedTime(renewedAt);
                await Task.Delay(Min(_options.RetryPeriod, left), _time, done);
                var sentAt = _time.GetTimestamp();
                left = _options.RenewDeadline - _time.GetElapsedTime(renewedAt);
                if (left > TimeSpan.Zero && await TryAsync(left, done))
                {
                    renewedAt = sentAt;
                    continue;
                }
                var isTaken = _observed is { } record && record.Holder != _options.Identity;
                if (!isTaken && _time.GetElapsedTime(renewedAt) < _options.RenewDeadline) continue;

                _isLeader = false;
                _logger.LogWarning("{Identity} lost the lease {Namespace}/{Name} to {Holder}", _options.Identity, _options.Namespace, _options.Name, isTaken ? _observed!.Holder : "nobody yet");
                await lost.CancelAsync();
                return;
            }
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
            // The work has ended.
        }
    }

    private async Task<bool> TryAsync(TimeSpan within, CancellationToken cancellation)
    {
        using var deadline = new Transport.RequestDeadline(within, _time, cancellation);
        try
        {
            return await TryOrMakeNamespaceAsync(deadline.Token);
        }
        catch (KubernetesException error)
        {
            _logger.LogWarning("{Identity} could not acquire or renew the lease {Namespace}/{Name}: {Reason}", _options.Identity, _options.Namespace, _options.Name, error.Message);
            return false;
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            return false;
        }
        finally
        {
            _observed = _lock.Observed;
        }
    }

    private async Task<bool> TryOrMakeNamespaceAsync(CancellationToken cancellation)
    {
        try
        {
            return await _lock.TryAcquireOrRenewAsync(cancellation);
        }
        catch (NotFoundException) when (_options.NamespaceMissing is not null)
        {
            await _options.NamespaceMissing(cancellation);
            return false;
        }
    }

    private async Task ReleaseAsync()
    {
        // The caller's token may be cancelled by now: releasing has its own, short time.
        using var deadline = new CancellationTokenSource(_options.RetryPeriod, _time);
        try
        {
            await _lock.ReleaseAsync(deadline.Token);
        }
        catch (Exception error) when (error is KubernetesException or OperationCanceledException)
        {
            _logger.LogInformation("The lease {Namespace}/{Name} was not released and runs out by itself: {Reason}", _options.Namespace, _options.Name, error.Message);
        }
        _observed = _lock.Observed;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => b < TimeSpan.Zero ? TimeSpan.Zero : a < b ? a : b;

    private static TimeSpan Spread(TimeSpan period) => period * (1 + (0.2 * Random.Shared.NextDouble()));
}
