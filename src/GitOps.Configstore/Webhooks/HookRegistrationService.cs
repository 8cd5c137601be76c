using GitOps.Configstore.Scanning;
using GitOps.Gitea.Errors;

namespace GitOps.Configstore.Webhooks;

/// <summary>Registers the webhook at start and checks it from time to time. While that fails, scans find the changes.</summary>
internal sealed class HookRegistrationService(
    HookRegistration registration, Activities activities, ConfigstoreSettings settings, TimeProvider time, ILogger<HookRegistrationService> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    // Where hooks are per repository, looking at all of them costs a call each.
    private const int ChecksPerThoroughOne = 12;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var checks = 0; ;)
        {
            var succeeded = await TryAsync(all: checks % ChecksPerThoroughOne == 0, stoppingToken);
            if (succeeded) checks++;
            await Task.Delay(succeeded || Retry > settings.HookCheckInterval ? settings.HookCheckInterval : Retry, time, stoppingToken);
        }
    }

    private async Task<bool> TryAsync(bool all, CancellationToken stopping)
    {
        try
        {
            await registration.EnsureAsync(all, stopping);
            activities.HookRegistration.Succeeded();
            return true;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception failure)
        {
            // The loop's edge: the next check must come.
            if (activities.HookRegistration.Failed(failure.Message))
                logger.LogError(failure is GiteaException ? null : failure, "The webhook could not be registered; scans find the changes meanwhile: {Reason}", failure.Message);
            return false;
        }
    }
}
