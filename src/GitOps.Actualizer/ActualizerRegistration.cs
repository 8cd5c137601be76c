using System.Diagnostics.Metrics;
using GitOps.Actualizer.Cluster;
using GitOps.Actualizer.Configstore;
using GitOps.Actualizer.Leadership;
using GitOps.Actualizer.Operations;
using GitOps.Actualizer.Redis;
using GitOps.Actualizer.Triggers;
using GitOps.Engine.Applying;
using GitOps.Engine.Brakes;
using GitOps.Engine.Cluster;
using GitOps.Engine.Composing;
using GitOps.Engine.Composing.Tenant;
using GitOps.Engine.Hosts;
using GitOps.Engine.Live;
using GitOps.Engine.Pruning;
using GitOps.Engine.Queueing;
using GitOps.Engine.Reconciling;
using GitOps.Engine.Redis;
using GitOps.Engine.Snapshots;
using GitOps.Hosting.Settings;
using GitOps.Kubernetes;
using GitOps.Kubernetes.Configuration;
using GitOps.Model.Names;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Quartz;

namespace GitOps.Actualizer;

/// <summary>The actualizer as a part of a host: its own process, or one with others. Holds no static state.</summary>
public static class ActualizerRegistration
{
    /// <summary>
    /// Adds everything that keeps a cluster equal to git. A composer, a Kubernetes configuration, or snapshots and reports that
    /// were registered before are kept: so tests and the sandbox replace what they need to.
    /// </summary>
    public static IHostApplicationBuilder AddActualizer(this IHostApplicationBuilder builder)
    {
        builder.AddSettings<ActualizerSettings>();
        builder.AddSettings<CompositionSettings>();
        builder.AddSettings<TenantSettings>();
        var services = builder.Services;
        services.AddEngine();
        services.AddConfigstore();
        services.AddCluster();
        builder.AddRedis();
        services.AddTriggers();
        services.AddSingleton<InstanceIdentity>();
        services.AddSingleton<SharedPolicyKeeper>();
        services.AddHosted<LeaderService>();
        services.AddSingleton<ActualizerMetrics>();
        services.AddSingleton<OperationsDoor>();
        services.AddSingleton<FunctionPodLogs>();
        services.AddHealthChecks().AddCheck<ActualizerHealthCheck>("actualizer", tags: [GitOps.Hosting.ProcessDefaults.ReadyTag]);
        return builder;
    }

    /// <summary>Maps the operations routes, all behind <see cref="OperationsDoor"/>.</summary>
    public static IEndpointRouteBuilder MapActualizer(this IEndpointRouteBuilder routes)
    {
        routes.ServiceProvider.GetRequiredService<ActualizerMetrics>();
        routes.MapGroup("").AddEndpointFilter(routes.ServiceProvider.GetRequiredService<OperationsDoor>()).MapHolds().MapPods().MapFunctionLogs();
        return routes;
    }

    private static void AddEngine(this IServiceCollection services)
    {
        services.TryAddSingleton<IComposer>(static provider => new LunchBadgerComposer(
            provider.GetRequiredService<CompositionSettings>(), provider.GetRequiredService<TenantSettings>()));
        services.AddSingleton(static provider => provider.GetRequiredService<ActualizerSettings>().ToBrakeLimits());
        services.AddSingleton<HostClaims>();
        services.AddSingleton(static provider => new Namespaces(provider.GetRequiredService<CompositionSettings>()));
        services.AddSingleton(static provider => new LiveObjects(
            FieldManager.Name, provider.GetRequiredService<HostClaims>(), provider.GetRequiredService<Namespaces>().MayHold));
        services.AddSingleton<Heads>();
        services.AddSingleton<Absences>();
        services.AddSingleton<ShareBrake>();
        services.AddSingleton<RemovalMemory>();
        services.AddSingleton<EnvironmentRecords>();
        services.AddSingleton<ReconcileRequests>();
        services.AddSingleton<DriftPacing>();
        services.AddSingleton<Applier>();
        services.AddSingleton<Pruner>();
        services.AddSingleton(static provider => new KeyQueue<EnvironmentKey>(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ReconcileWorkers>();
        services.AddSingleton<SharedPolicies>();
        services.AddSingleton<Resync>();
        services.AddSingleton(static provider => new EngineMetrics(provider.GetRequiredService<IMeterFactory>().Create(EngineMetrics.MeterName)));

        // The phases, in order.
        services.AddSingleton<IReconcilePhase, ComparePhase>();
        services.AddSingleton<IReconcilePhase, FetchPhase>();
        services.AddSingleton<IReconcilePhase, ComposePhase>();
        services.AddSingleton<IReconcilePhase, PlanPhase>();
        services.AddSingleton<IReconcilePhase, AccessPhase>();
        services.AddSingleton<IReconcilePhase, ApplyPhase>();
        services.AddSingleton<IReconcilePhase, PrunePhase>();
        services.AddSingleton(static provider => new Reconciler(
            [.. provider.GetServices<IReconcilePhase>()],
            provider.GetRequiredService<ReconcileRequests>(),
            provider.GetRequiredService<EnvironmentRecords>(),
            provider.GetRequiredService<IStatusReports>(),
            provider.GetRequiredService<EngineMetrics>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Reconciler>>()));
    }

    private static void AddConfigstore(this IServiceCollection services)
    {
        services.AddSingleton(static provider => new ConfigstoreClient(Client(provider, TimeSpan.FromSeconds(30))));
        services.AddHosted<StatusPublisher>();
        services.AddSingleton(static provider => ActivatorUtilities.CreateInstance<ChangeStreamFollower>(provider, Client(provider, Timeout.InfiniteTimeSpan)));
        services.AddHostedService(static provider => provider.GetRequiredService<ChangeStreamFollower>());
        services.TryAddSingleton<ISnapshots>(static provider => provider.GetRequiredService<ConfigstoreClient>());
        services.TryAddSingleton<IStatusReports>(static provider => provider.GetRequiredService<StatusPublisher>());
    }

    private static void AddCluster(this IServiceCollection services)
    {
        services.TryAddSingleton(static provider =>
        {
            var settings = provider.GetRequiredService<ActualizerSettings>();
            var context = settings.KubeContext.Length > 0 ? settings.KubeContext : null;
            return settings.Kubeconfig.Length > 0
                ? KubernetesClientConfiguration.FromKubeconfig(settings.Kubeconfig, context)
                : KubernetesClientConfiguration.Load(context);
        });
        services.AddSingleton(static provider => new KubernetesClient(
            provider.GetRequiredService<KubernetesClientConfiguration>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<KubernetesClient>>()));
        services.AddSingleton<TargetNamespace>();
        services.TryAddSingleton<ICluster, KubernetesCluster>();
        services.TryAddSingleton<IRemovalStore, RemovalConfigMap>();
        services.AddHosted<ClusterWatches>();
    }

    private static void AddRedis(this IHostApplicationBuilder builder)
    {
        // Settings of two classes beside each other, and before either is wrong alone.
        var isRequired = !string.Equals(builder.Configuration["REDIS_AUTHENTICATION"], nameof(RedisAuthentication.Off), StringComparison.OrdinalIgnoreCase);
        if (isRequired && string.IsNullOrEmpty(builder.Configuration["REDIS_ADMIN_PASSWORD"]) && string.IsNullOrEmpty(builder.Configuration["REDIS_PASSWORD"]))
        {
            builder.SettingsCatalogue().Add(new SettingProblem(
                "REDIS_ADMIN_PASSWORD", "is not set, and without it nobody can make the users that gateways sign in as", "the password of REDIS_ADMIN_USER, or REDIS_AUTHENTICATION=Off for a Redis without password"));
        }
        var services = builder.Services;
        services.AddSingleton<RedisAdministration>();
        services.AddSingleton<ConsumerIndexes>();
        services.AddSingleton<RedisUsers>();
        services.TryAddSingleton<IRedisUsers>(static provider => provider.GetRequiredService<CompositionSettings>().RedisAuthentication == RedisAuthentication.Off
            ? new NoRedisUsers()
            : provider.GetRequiredService<RedisUsers>());
    }

    private static void AddTriggers(this IServiceCollection services)
    {
        services.AddHosted<ResyncTrigger>();
        services.AddHosted<DriftTrigger>();
        services.AddQuartz(static _ => { });
        services.AddQuartzHostedService(static options => options.WaitForJobsToComplete = false);
        services.AddHostedService<ResyncSchedule>();
    }

    private static void AddHosted<T>(this IServiceCollection services)
        where T : class, IHostedService
    {
        services.AddSingleton<T>();
        services.AddHostedService(static provider => provider.GetRequiredService<T>());
    }

    private static HttpClient Client(IServiceProvider provider, TimeSpan timeout)
    {
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AutomaticDecompression = System.Net.DecompressionMethods.All };
        var settings = provider.GetRequiredService<ActualizerSettings>();
        var client = new HttpClient(handler) { BaseAddress = new Uri(settings.ConfigstoreUrl.AbsoluteUri.TrimEnd('/') + "/"), Timeout = timeout };
        if (settings.ConfigstoreToken.Length > 0) client.DefaultRequestHeaders.Authorization = new("Bearer", settings.ConfigstoreToken);
        return client;
    }
}
