using GitOps.Actualizer.Cluster;
using GitOps.Actualizer.Triggers;
using GitOps.Engine.Brakes;
using GitOps.Engine.Cluster;
using GitOps.Engine.Composing;
using GitOps.Engine.Reconciling;
using GitOps.Engine.Redis;
using GitOps.Kubernetes;
using GitOps.Kubernetes.Errors;
using GitOps.Kubernetes.Leases;

namespace GitOps.Actualizer.Leadership;

/// <summary>
/// Runs the workers: in one of several actualizers at a time, once everything needed to judge is known. The others stand by with warm
/// caches. A lost lease stops the workers between two requests; what they had begun, the next leader finds and finishes.
/// </summary>
public sealed class LeaderService(
    KubernetesClient client,
    TargetNamespace target,
    ClusterWatches watches,
    ResyncTrigger resync,
    ReconcileWorkers workers,
    RemovalMemory memory,
    SharedPolicyKeeper policies,
    IRedisUsers redisUsers,
    CompositionSettings composition,
    ActualizerSettings settings,
    InstanceIdentity identity,
    IConfiguration configuration,
    ILogger<LeaderService> log,
    ILogger<LeaderElector> electorLog) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    /// <summary>Whether this process works now.</summary>
    public bool IsLeading { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var (name, why) in RetiredSettings.All)
        {
            if (configuration[name] is { Length: > 0 }) log.LogWarning("{Setting} is set and has no effect: {Why}.", name, why);
        }
        if (composition.RedisAuthentication == RedisAuthentication.Off)
            log.LogWarning("REDIS_AUTHENTICATION is Off: every tenant's gateway can read and change the consumers, keys and limits of all others.");
        try
        {
            await EnsureNamespaceAsync(stoppingToken);
            await watches.Synced.WaitAsync(stoppingToken);
            await resync.FirstDone.WaitAsync(stoppingToken);
            if (!settings.LeaderElection)
            {
                await LeadAsync(stoppingToken);
                return;
            }
            var duration = TimeSpan.FromSeconds(Math.Ceiling(settings.LeaseDuration.TotalSeconds));
            var leaseNamespace = settings.LeaseNamespace.Length > 0 ? settings.LeaseNamespace : target.Name;
            var elector = new LeaderElector(client, new LeaderElectionOptions
            {
                Namespace = leaseNamespace,
                Name = settings.LeaseName,
                Identity = identity.Name,
                LeaseDuration = duration,
                RenewDeadline = duration * (2.0 / 3),
                RetryPeriod = duration / 7.5,
                // Deleted by hand, the target namespace takes the lease along: nobody could lead, and only a leader would make it anew.
                NamespaceMissing = leaseNamespace == target.Name ? target.EnsureAsync : null,
            }, electorLog);
            await elector.RunAsync(LeadAsync, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private async Task LeadAsync(CancellationToken leading)
    {
        IsLeading = true;
        using var working = CancellationTokenSource.CreateLinkedTokenSource(leading);
        var keeping = redisUsers.KeepAsync(working.Token);
        var guarding = Task.CompletedTask;
        try
        {
            await RememberAsync(leading);
            // What an earlier leader left half done shows when every key is looked at.
            resync.Request();
            await policies.EstablishAsync(leading);
            guarding = policies.KeepAsync(working.Token);
            await workers.RunAsync(settings.Workers, leading);
        }
        finally
        {
            IsLeading = false;
            memory.End();
            await working.CancelAsync();
            await keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await guarding;
        }
        // Tells the elector that the work did not end by itself.
        leading.ThrowIfCancellationRequested();
    }

    /// <summary>Nobody works before it is known what an earlier leader held back.</summary>
    private async Task RememberAsync(CancellationToken leading)
    {
        while (true)
        {
            try
            {
                await memory.BeginAsync(leading);
                return;
            }
            catch (ClusterException error)
            {
                log.LogWarning("Nothing is reconciled yet, tried again in {Delay}: {Reason}", Retry, error.Message);
                await Task.Delay(Retry, leading);
            }
        }
    }

    private async Task EnsureNamespaceAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await target.EnsureAsync(cancellationToken);
                return;
            }
            catch (KubernetesException error)
            {
                log.LogWarning("Namespace {Namespace} could not be looked up or made, tried again in {Delay}: {Reason}", target.Name, Retry, error.Message);
                if (error is ForbiddenException) return;
                await Task.Delay(Retry, cancellationToken);
            }
        }
    }
}
