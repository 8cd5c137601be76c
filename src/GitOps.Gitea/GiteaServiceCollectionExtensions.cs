using GitOps.Gitea.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GitOps.Gitea;

public static class GiteaServiceCollectionExtensions
{
    /// <summary>Adds the <see cref="GiteaClient"/>, its options validated at start.</summary>
    public static IServiceCollection AddGitea(this IServiceCollection services, Action<GiteaOptions> configure)
    {
        services.AddOptions<GiteaOptions>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new GiteaClient(
            provider.GetRequiredService<IOptions<GiteaOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<GiteaClient>>()));
        return services;
    }

    /// <summary>Adds the <see cref="GitTransport"/>, its options validated at start; after <see cref="AddGitea"/>, whose address and token it uses.</summary>
    public static IServiceCollection AddGitTransport(this IServiceCollection services, Action<GitTransportOptions> configure)
    {
        services.AddOptions<GitTransportOptions>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(provider => new GitTransport(
            provider.GetRequiredService<IOptions<GitTransportOptions>>().Value,
            provider.GetRequiredService<IOptions<GiteaOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<GitTransport>>()));
        return services;
    }
}
