using GitOps.Configstore.Producers;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GitOps.Configstore.Scanning;

/// <summary>
/// Unhealthy while there is no complete listing to serve. Degraded, and still ready, while Gitea fails but what was read before can
/// be served: a configstore taken out of service because Gitea is down would take the cached state away too.
/// </summary>
internal sealed class GiteaHealthCheck(ProducerRegistry registry, Activities activities, HeadChecks checks) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var all = string.Join("; ", new[] { activities.IncrementalScan, activities.FullScan, activities.HookRegistration }.Select(activity => activity.Describe()));
        if (registry.Current.CompleteAsOf is not { } complete)
            return Task.FromResult(HealthCheckResult.Unhealthy($"Gitea was not yet listed completely; {all}"));
        var said = $"Gitea was listed completely as of {complete:u}; {all}; {checks.Describe()}";
        return Task.FromResult(activities.IncrementalScan.IsFailing || activities.FullScan.IsFailing || activities.HookRegistration.IsFailing
            ? HealthCheckResult.Degraded(said)
            : HealthCheckResult.Healthy(said));
    }
}
