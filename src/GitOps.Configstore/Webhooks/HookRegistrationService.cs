using GitOps.Configstore.Scanning;
using GitOps.Gitea.Errors;

namespace GitOps.Configstore.Webhooks;

/// <summary>Registers the webhook at start and checks it from time to time. While that fails, scans find the changes.</summary>
internal sealed class HookRegistrationService(
    HookRegistration registration, Activities activities, ConfigstoreSettings settings, TimeProvider time, ILogger<HookRegistrationService> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var succeeded = await TryAsync(stoppingToken);
            await Task.Delay(succeeded || Retry > settings.HookCheckInterval ? settings.HookCheckInterval : Retry, time, stoppingToken);
        }
    }

    private async Task<bool> TryAsync(CancellationToken stopping)
    {
        try
        {
            await registration.EnsureAsync(all: true, stopping);
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
