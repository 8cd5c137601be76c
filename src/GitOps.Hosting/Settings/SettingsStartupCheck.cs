using Microsoft.Extensions.Hosting;

namespace GitOps.Hosting.Settings;

/// <summary>Stops a process with wrong settings before any of its services starts.</summary>
internal sealed class SettingsStartupCheck(SettingsCatalogue catalogue) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        catalogue.ThrowIfInvalid();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
