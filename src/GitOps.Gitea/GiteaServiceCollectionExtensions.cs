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
}
