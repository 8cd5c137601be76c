
namespace GitOps.Configstore.Changes;

/// <summary>Keeps quiet streams open through proxies. One timer for all subscribers.</summary>
internal sealed class KeepaliveService(ChangeHub hub, ConfigstoreSettings settings, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.StreamKeepalive / 4, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            hub.KeepAlive(time.GetTimestamp(), settings.StreamKeepalive * 0.75, time);
    }
}
