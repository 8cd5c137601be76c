using GitOps.Hosting;

namespace GitOps.Configstore.Scanning;

/// <summary>Adds what finds changes in Gitea without being told.</summary>
public static class ScanningRegistration
{
    public static IServiceCollection AddScanning(this IServiceCollection services)
    {
        services.AddSingleton<Activities>();
        services.AddSingleton<BranchReading>();
        services.AddSingleton<HeadChecks>();
        services.AddSingleton<RepositoryObserver>();
        services.AddSingleton<IncrementalScan>();
        services.AddSingleton<FullScan>();
        services.AddHostedService<ScanService>();
        services.AddHostedService<HeadCheckService>();
        services.AddHealthChecks().AddCheck<GiteaHealthCheck>("gitea", tags: [ProcessDefaults.ReadyTag]);
        return services;
    }
}
