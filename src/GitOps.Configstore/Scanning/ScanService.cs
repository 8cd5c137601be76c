using System.Diagnostics;
using GitOps.Configstore.Producers;
using GitOps.Gitea.Errors;

namespace GitOps.Configstore.Scanning;

/// <summary>
/// Runs both scans for ever. A scan that fails is noted with since when and why, changes nothing that is known, and is tried again:
/// an outage of Gitea needs no restart afterwards.
/// </summary>
internal sealed class ScanService(
    IncrementalScan incremental, FullScan full, HeadChecks checks, ProducerRegistry registry, Activities activities, ConfigstoreSettings settings, TimeProvider time, ILogger<ScanService> logger)
    : BackgroundService
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);

    private bool _wasOut;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(ScanFullyAsync(stoppingToken), ScanIncrementallyAsync(stoppingToken));

    private async Task ScanFullyAsync(CancellationToken stopping)
    {
        var retry = FirstRetry;
        while (true)
        {
            var succeeded = await TryAsync("full", activities.FullScan, full.RunAsync, stopping);
            // Jitter keeps several configstores from listing Gitea in step.
            var pause = succeeded ? settings.FullScanInterval * (0.9 + (0.2 * Random.Shared.NextDouble())) : Shorter(retry, settings.FullScanInterval);
            retry = succeeded ? FirstRetry : Shorter(retry * 2, LongestRetry);
            await Task.Delay(pause, time, stopping);
        }
    }

    private async Task ScanIncrementallyAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(settings.ScanInterval, time);
        do
        {
            // Before the first complete listing everything would count as changed, and be read twice.
            if (registry.Current.CompleteAsOf is not null) await TryAsync("incremental", activities.IncrementalScan, ScanOnceAsync, stopping);
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    /// <summary>What could not be listed for a time may have been killed, and have lost what it had not handled yet.</summary>
    private async Task ScanOnceAsync(CancellationToken stopping)
    {
        try
        {
            await incremental.RunAsync(stopping);
        }
        catch (GiteaUnavailableException)
        {
            _wasOut = true;
            throw;
        }
        if (!_wasOut) return;
        _wasOut = false;
        checks.Doubt();
    }

    private async Task<bool> TryAsync(string kind, Activity activity, Func<CancellationToken, Task> scan, CancellationToken stopping)
    {
        var started = Stopwatch.GetTimestamp();
        var result = "failed";
        try
        {
            await scan(stopping);
            if (activity.IsFailing) logger.LogInformation("The {Kind} scan of Gitea succeeds again", kind);
            activity.Succeeded();
            result = "succeeded";
            return true;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception failure)
        {
            // The loop's edge: whatever it was, the next scan must come.
            if (activity.Failed(failure.Message))
                logger.LogError(failure is GiteaException or ScanIncompleteException ? null : failure, "The {Kind} scan of Gitea failed; what is known stays in force: {Reason}", kind, failure.Message);
            return false;
        }
        finally
        {
            activities.Scans.Record(
                Stopwatch.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("kind", kind), new KeyValuePair<string, object?>("result", result));
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
