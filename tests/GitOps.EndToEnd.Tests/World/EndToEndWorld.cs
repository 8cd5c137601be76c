using System.Net;
using System.Net.Http.Json;
using GitOps.Gitea;
using GitOps.Gitea.Statuses;
using GitOps.Model.Api;
using GitOps.Sandbox.Forge;
using GitOps.Testing;
using GitOps.Testing.Faults;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitOps.EndToEnd.Tests.World;

/// <summary>
/// The whole way from git to pods, with a network that can be made to fail between any two parts:
/// forge → configstore → actualizer → cluster. Each part can be stopped and started again, and keeps its data.
/// </summary>
public sealed class EndToEndWorld : IAsyncDisposable
{
    private const string LifetimeLevel = "Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime";

    private readonly TemporaryDirectory _folder = new("world");
    private readonly List<TestProducer> _producers = [];

    private EndToEndWorld()
    {
    }

    /// <summary>The domain below which all hosts lie.</summary>
    public const string Domain = "example.com";

    public ForgeServer Forge { get; private set; } = null!;

    /// <summary>Gitea as an administrator asks it, past the network that may be failing.</summary>
    public GiteaClient Gitea { get; private set; } = null!;

    /// <summary>Between the configstore and Gitea.</summary>
    public FaultProxy GiteaNetwork { get; private set; } = null!;

    /// <summary>Between Gitea's webhooks and the configstore.</summary>
    public FaultProxy WebhookNetwork { get; private set; } = null!;

    public Part Configstore { get; } = Part.Configstore();

    /// <summary>Between the actualizer and the configstore.</summary>
    public FaultProxy ConfigstoreNetwork { get; private set; } = null!;

    public Part Actualizer { get; } = Part.Actualizer();

    public TestCluster TestCluster { get; private set; } = null!;

    /// <summary>Between the actualizer and the cluster.</summary>
    public FaultProxy ClusterNetwork => TestCluster.Network;

    public ClusterReader Cluster { get; private set; } = null!;

    /// <summary>A world in which everything runs.</summary>
    /// <param name="settings">Settings of the actualizer other than the short times that tests want.</param>
    public static async Task<EndToEndWorld> StartAsync(ClusterKind kind = ClusterKind.Sandbox, params (string Name, string Value)[] settings)
    {
        var world = await PrepareAsync(kind);
        try
        {
            await world.Configstore.StartAsync();
            await world.Actualizer.StartAsync(settings);
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>A world with a forge, networks and a cluster, in which neither the configstore nor the actualizer has been started.</summary>
    public static async Task<EndToEndWorld> PrepareAsync(ClusterKind kind = ClusterKind.Sandbox)
    {
        var world = new EndToEndWorld();
        try
        {
            await world.PrepareNetworksAsync(kind);
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a producer through the configstore, as a portal does; its repositories are empty.</summary>
    public async Task<TestProducer> CreateProducerAsync(string name)
    {
        await Eventually.That(
            async () => (await Configstore.Http.PostAsJsonAsync("/producers", new { id = name, scaffold = false })).StatusCode,
            Is.EqualTo(HttpStatusCode.OK).Or.EqualTo(HttpStatusCode.Created),
            $"producer {name} is made");
        var producer = new TestProducer(this, name);
        _producers.Add(producer);
        return producer;
    }

    /// <summary>Makes a producer and pushes its project; returns when that is applied.</summary>
    public async Task<TestProducer> RunningProducerAsync(string name, Project project)
    {
        var producer = await CreateProducerAsync(name);
        var commit = await producer.PushAsync(project);
        await UntilAsync(producer, ReconcileState.Succeeded, commit);
        return producer;
    }

    /// <summary>The last reported status of a producer's environment.</summary>
    public async Task<EnvironmentStatus> StatusAsync(TestProducer producer) =>
        (await Configstore.Http.GetFromJsonAsync($"/producers/{producer.Name}/envs/dev/status", ApiJson.Default.EnvironmentStatus))!;

    /// <summary>Waits until a producer is reported so, at this commit of its dev repository when one is given.</summary>
    public Task<EnvironmentStatus> UntilAsync(TestProducer producer, ReconcileState state, string? commit = null, string? reason = null) =>
        Eventually.That(
            () => StatusAsync(producer),
            Is.Not.Null.And.Property(nameof(EnvironmentStatus.State)).EqualTo(state)
                & (commit is null ? Is.Not.Null : Has.Property(nameof(EnvironmentStatus.Revision)).Property("Dev").EqualTo(commit))
                & (reason is null ? Is.Not.Null : Has.Property(nameof(EnvironmentStatus.Reason)).EqualTo(reason)),
            $"{producer.Name} is {state} {reason} at {commit ?? "any commit"}",
            TimeSpan.FromSeconds(60));

    /// <summary>The newest state that Gitea shows beside a commit of the dev repository; null while there is none.</summary>
    public async Task<string?> CommitMarkAsync(TestProducer producer, string commit) =>
        await CommitStatusesAsync(producer, commit) is [var newest, ..] ? newest.Status : null;

    /// <summary>What Gitea shows beside a commit of the dev repository, newest first.</summary>
    public Task<IReadOnlyList<CommitStatus>> CommitStatusesAsync(TestProducer producer, string commit) =>
        Gitea.Statuses.ListAsync(new RepositoryName(producer.User, "dev"), commit, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Actualizer.DisposeAsync();
        await Configstore.DisposeAsync();
        foreach (var producer in _producers) producer.Dispose();
        IAsyncDisposable?[] rest = [ConfigstoreNetwork, GiteaNetwork, Forge, WebhookNetwork, TestCluster];
        foreach (var part in rest)
        {
            if (part is not null) await part.DisposeAsync();
        }
        _folder.Dispose();
    }

    private async Task PrepareNetworksAsync(ClusterKind kind)
    {
        TestCluster = await TestCluster.StartAsync(kind);
        Cluster = new ClusterReader(TestCluster.Api, TestCluster.Namespace);
        Forge = await ForgeServer.StartAsync(new ForgeOptions { DataDirectory = _folder["forge"], AdminToken = Sentinels.GiteaToken });
        Gitea = new GiteaClient(
            new GiteaOptions { BaseUrl = Forge.Url, Token = Forge.AdminToken }, TimeProvider.System, NullLogger<GiteaClient>.Instance);
        GiteaNetwork = await FaultProxy.StartAsync(Forge.Url);
        WebhookNetwork = await FaultProxy.StartAsync(Configstore.Url);
        ConfigstoreNetwork = await FaultProxy.StartAsync(Configstore.Url);

        // The door is closed, as it is by default: whoever has no token of their own in a test comes as this one.
        Configstore.Http.DefaultRequestHeaders.Authorization = new("Bearer", Sentinels.OperatorToken);
        foreach (var (name, value) in new (string, string)[]
        {
            ("GITEA_URL", GiteaNetwork.Url.ToString()),
            ("GITEA_TOKEN", Sentinels.GiteaToken),
            ("GITEA_TIMEOUT", "2"),
            ("WEBHOOK_SECRET", Sentinels.WebhookSecret),
            ("SERVICE_TOKENS", $"actualizer:{Sentinels.ActualizerToken},tests:{Sentinels.OperatorToken}"),
            ("PUBLIC_URL", WebhookNetwork.Url.ToString()),
            ("ACTUALIZER_URL", Actualizer.Url.ToString()),
            ("DATA_DIR", _folder["configstore"]),
            ("AUTH_CACHE", "1"),
            ("SCAN_INTERVAL", "0.3"),
            ("FULL_SCAN_INTERVAL", "1"),
            ("HOOK_CHECK_INTERVAL", "1"),
            ("LOG_LEVEL", "Error"),
            (LifetimeLevel, "Warning"),
        }) Configstore.Settings[name] = value;

        foreach (var (name, value) in new (string, string)[]
        {
            ("CONFIGSTORE_URL", ConfigstoreNetwork.Url.ToString()),
            ("CONFIGSTORE_TOKEN", Sentinels.ActualizerToken),
            ("KUBECONFIG", TestCluster.Kubeconfig),
            ("ACTUALIZER_TARGET_NAMESPACE", TestCluster.Namespace),
            ("CUSTOMER_DOMAIN", Domain),
            ("REDIS_AUTHENTICATION", "Off"),
            ("SLEEP_TIME", "500"),
            ("MIN_READY_SECONDS", "0"),
            ("GRACE_PERIOD", "1"),
            ("LEASE_DURATION", "2"),
            ("LOG_LEVEL", "Error"),
            (LifetimeLevel, "Warning"),
        }) Actualizer.Settings[name] = value;
    }
}
