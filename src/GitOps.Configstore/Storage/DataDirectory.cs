using GitOps.Hosting.Files;

namespace GitOps.Configstore.Storage;

/// <summary>Makes DATA_DIR, and what is there from before, readable by its owner alone, before anything else is started.</summary>
internal sealed class DataDirectory(ConfigstoreSettings settings, ILogger<DataDirectory> logger) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            PrivateFiles.Protect(settings.DataDirectory);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Such as a volume that belongs to root and is open to our group: what is made in it is private all the same.
            logger.LogWarning("{Folder} cannot be made readable by its owner alone: {Reason}", settings.DataDirectory, failure.Message);
        }
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
