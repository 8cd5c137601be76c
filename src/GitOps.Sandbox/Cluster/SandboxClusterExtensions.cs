using GitOps.Sandbox.Cluster.Discovery;
using GitOps.Sandbox.Cluster.Http;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace GitOps.Sandbox.Cluster;

/// <summary>Puts a sandbox cluster into a process.</summary>
public static class SandboxClusterExtensions
{
    /// <summary>Adds the cluster, its controllers and its copy on disk.</summary>
    public static IServiceCollection AddSandboxCluster(this IServiceCollection services, Action<ClusterOptions>? configure = null)
    {
        var options = new ClusterOptions();
        configure?.Invoke(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<SandboxCluster>();
        services.AddSingleton(provider => new DiscoveryDocuments(provider.GetRequiredService<SandboxCluster>().Catalog));
        services.AddSingleton<ResponseWriter>();
        services.AddSingleton(provider => new WatchStream(provider.GetRequiredService<SandboxCluster>().Store,
            provider.GetRequiredService<ResponseWriter>(), options, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<SubresourceEndpoint>();
        services.AddSingleton<ResourceEndpoint>();
        services.AddSingleton<ClusterEndpoint>();
        services.AddHostedService<SandboxClusterService>();
        return services;
    }

    /// <summary>Serves the API under every path that nothing else serves.</summary>
    public static IEndpointConventionBuilder MapSandboxCluster(this IEndpointRouteBuilder endpoints)
    {
        var endpoint = endpoints.ServiceProvider.GetRequiredService<ClusterEndpoint>();
        return endpoints.MapFallback("{**path}", endpoint.HandleAsync);
    }
}
