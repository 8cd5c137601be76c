using GitOps.Actualizer.Cluster;
using GitOps.Actualizer.Leadership;
using GitOps.Actualizer.Triggers;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GitOps.Actualizer.Operations;

/// <summary>Ready when the cluster has been listed and a complete listing of the configstore taken in, leading or standing by; and a leader, when what all producers have in common stands.</summary>
internal sealed class ActualizerHealthCheck(ClusterWatches watches, ResyncTrigger resync, LeaderService leader, SharedPolicyKeeper policies) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!watches.Synced.IsCompletedSuccessfully)
        {
            var error = watches.Problem ?? watches.Health.Select(health => health.LastError).FirstOrDefault(message => message is not null);
            return Task.FromResult(HealthCheckResult.Unhealthy($"the cluster is not listed yet{(error is null ? "" : $": {error}")}"));
        }
        if (!resync.FirstDone.IsCompletedSuccessfully)
            return Task.FromResult(HealthCheckResult.Unhealthy($"the configstore gave no complete listing yet{(resync.LastFailure is null ? "" : $": {resync.LastFailure}")}"));
        if (leader.IsLeading && policies.Problem is { } problem)
            return Task.FromResult(HealthCheckResult.Unhealthy($"the network policies of all producers are not as they should be: {problem}"));
        return Task.FromResult(HealthCheckResult.Healthy(leader.IsLeading ? "leading" : "standing by"));
    }
}
