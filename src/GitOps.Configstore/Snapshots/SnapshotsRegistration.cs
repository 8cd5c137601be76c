
namespace GitOps.Configstore.Snapshots;

/// <summary>Adds the reading of commits.</summary>
public static class SnapshotsRegistration
{
    public static IServiceCollection AddSnapshots(this IServiceCollection services)
    {
        services.AddSingleton<SnapshotMetrics>();
        services.AddSingleton<BlobCache>();
        services.AddSingleton<ManifestCache>();
        services.AddSingleton<BlobReader>();
        services.AddSingleton<SnapshotStore>();
        return services;
    }
}
