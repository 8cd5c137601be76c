using GitOps.Configstore.Producers;
using GitOps.Gitea;
using GitOps.Gitea.Errors;
using GitOps.Model.Names;

namespace GitOps.Configstore.Scanning;

/// <summary>
/// Compares the heads of all repositories with git, one after the other and for ever, so that a push is found of which Gitea told
/// nothing. Goes at HEAD_CHECK_RATE, and at HEAD_CATCH_UP_RATE through what is unverified: after the start, and after Gitea was
/// interrupted. One that cannot be read holds up no other.
/// </summary>
/// <remarks>The bound: no head is older than the number of repositories divided by the rate, or a SCAN_INTERVAL if that is longer.</remarks>
internal sealed class HeadCheckService(
    GiteaClient gitea, RepositoryObserver observer, HeadChecks checks, ProducerRegistry registry, Activities activities, ConfigstoreSettings settings, TimeProvider time, ILogger<HeadCheckService> logger)
    : BackgroundService
{
    /// <summary>A Gitea that answers slowly is asked slower; everything else keeps most of GITEA_CONCURRENCY.</summary>
    private const int AtOnce = 4;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private long _interruptions;
    private long _next;
    private TimeSpan _pause;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.HeadCheckRate == 0 && settings.HeadCatchUpRate == 0) return;
        using var slots = new SemaphoreSlim(AtOnce);
        try
        {
            while (true)
            {
                // Whoever waits for the first listing goes first.
                var isListed = registry.Current.CompleteAsOf is not null && (activities.FullScan.HasSucceeded || activities.FullScan.IsFailing);
                if (!isListed || !await CheckAllAsync(slots, stoppingToken)) await Task.Delay(Shorter(Look, settings.ScanInterval), time, stoppingToken);
            }
        }
        finally
        {
            for (var ended = 0; ended < AtOnce; ended++) await slots.WaitAsync(CancellationToken.None);
        }
    }

    /// <returns>Whether there was anything to do.</returns>
    private async Task<bool> CheckAllAsync(SemaphoreSlim slots, CancellationToken stopping)
    {
        var began = time.GetTimestamp();
        var any = false;
        foreach (var repository in checks.Round())
        {
            double rate;
            // A wait may be long, and an interruption makes it short.
            while ((rate = Rate(repository)) > 0 && checks.TriedAt(repository) < began && Wait(repository) is { Ticks: > 0 } wait)
                await Task.Delay(Shorter(wait, Look), time, stopping);
            if (rate == 0 || checks.TriedAt(repository) >= began) continue;
            await slots.WaitAsync(stopping);
            any = true;
            Pace(rate);
            checks.Try(repository);
            _ = CheckAsync(repository, slots, stopping);
        }
        return any;
    }

    private double Rate((ProducerName, RepositorySlot) repository)
    {
        NoteInterruptions();
        var tried = checks.TriedAt(repository);
        if (tried == 0 || checks.IsDoubted(tried)) return Math.Max(settings.HeadCatchUpRate, settings.HeadCheckRate);
        // What was tried and failed waits for its turn like the others, unless there are none.
        return settings.HeadCheckRate > 0 || !checks.IsUnverified(repository) ? settings.HeadCheckRate : settings.HeadCatchUpRate;
    }

    private void NoteInterruptions()
    {
        var interruptions = gitea.Server.Interruptions;
        if (interruptions == _interruptions) return;
        _interruptions = interruptions;
        if (checks.Doubt()) logger.LogInformation("Gitea was interrupted: the heads of all repositories are compared with git");
    }

    /// <summary>How long to wait: for the pace, after a failure of Gitea's, and so that few repositories are not read all the time.</summary>
    private TimeSpan Wait((ProducerName, RepositorySlot) repository)
    {
        var now = time.GetTimestamp();
        long next;
        lock (_lock) next = _next;
        var pace = next == 0 ? TimeSpan.Zero : time.GetElapsedTime(now, next);
        var tried = checks.TriedAt(repository);
        if (tried == 0 || checks.IsDoubted(tried)) return pace;
        var rest = (checks.IsUnverified(repository) ? Shorter(settings.ScanInterval, LongestPause) : settings.ScanInterval) - time.GetElapsedTime(tried, now);
        return rest > pace ? rest : pace;
    }

    private void Pace(double rate)
    {
        var step = (long)(time.TimestampFrequency / rate);
        lock (_lock) _next = Math.Max(_next + step, time.GetTimestamp() + (step / 2));
    }

    private async Task CheckAsync((ProducerName Producer, RepositorySlot Slot) repository, SemaphoreSlim slots, CancellationToken stopping)
    {
        try
        {
            await observer.CheckAsync(repository.Producer, repository.Slot, stopping);
            lock (_lock) _pause = TimeSpan.Zero;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process ends.
        }
        catch (Exception failure)
        {
            // The loop's edge: one repository must not keep the others from being checked.
            checks.Count("failed");
            var name = $"{repository.Producer}/{RepositoryLayout.NameOf(repository.Slot)}";
            if (checks.Failed(repository, failure.Message))
                logger.LogWarning(failure is GiteaException ? null : failure, "The heads of {Repository} could not be compared with git; what is known stays in force, and it is tried again: {Reason}", name, failure.Message);
            if (failure is GiteaException of && !HeadChecks.IsOfOne(of)) PauseAll();
        }
        finally
        {
            slots.Release();
        }
    }

    private void PauseAll()
    {
        lock (_lock)
        {
            _pause = _pause == TimeSpan.Zero ? Look : Shorter(_pause * 2, LongestPause);
            _next = Math.Max(_next, time.GetTimestamp() + (long)(_pause.TotalSeconds * time.TimestampFrequency));
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
