using GitOps.Gitea;
using GitOps.Gitea.Transport;
using Microsoft.Extensions.Options;

namespace GitOps.Configstore.Snapshots;

/// <summary>Adds the reading of commits.</summary>
public static class SnapshotsRegistration
{
    public static IServiceCollection AddSnapshots(this IServiceCollection services)
    {
        services.AddSingleton<SnapshotMetrics>();
        services.AddSingleton<BlobCache>();
        services.AddSingleton<ManifestCache>();
        services.AddSingleton<ReadingTurns>();
        services.AddSingleton<BlobReader>();
        services.AddSingleton<CacheSpace>();
        services.AddHostedService<CachePruning>();
        services.AddSingleton<SnapshotStore>();
        services.AddSingleton(provider => new GitTransport(
            new GitTransportOptions { Directory = Path.Combine(provider.GetRequiredService<ConfigstoreSettings>().DataDirectory, "mirrors") },
            provider.GetRequiredService<IOptions<GiteaOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<GitTransport>>()));
        return services;
    }
}
