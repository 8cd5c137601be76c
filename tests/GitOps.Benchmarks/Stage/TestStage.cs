using GitOps.Sandbox.Forge;
using GitOps.Testing;
using GitOps.Testing.ControlPlane;

namespace GitOps.Benchmarks.Stage;

/// <summary>
/// A real API server, the sandbox's forge with producers in it, and the product's processes as processes of their own.
/// </summary>
internal sealed class TestStage : IAsyncDisposable
{
    /// <summary>Namespace of the product's objects.</summary>
    public const string Namespace = "customer";

    private const string WebhookSecret = "benchmark-webhook-secret-0123456789";
    private const string ServiceToken = "benchmark-service-token-0123456789";
    private readonly TemporaryDirectory _folder;

    private TestStage(TemporaryDirectory folder, KubernetesApiServer cluster, ForgeServer forge, int producers)
    {
        _folder = folder;
        Cluster = cluster;
        Forge = forge;
        Producers = producers;
        Client = new BareClient(cluster);
    }

    public KubernetesApiServer Cluster { get; }

    public ForgeServer Forge { get; }

    public BareClient Client { get; }

    public int Producers { get; }

    public ProductProcess? Configstore { get; private set; }

    public ProductProcess? Actualizer { get; private set; }

    public static async Task<TestStage> StartAsync(int producers, bool controllers, CancellationToken cancellationToken)
    {
        var folder = new TemporaryDirectory("bench");
        var cluster = await KubernetesApiServer.StartAsync(new() { ControllerManager = controllers }, cancellationToken);
        var forge = await ForgeServer.StartAsync(new ForgeOptions { DataDirectory = folder["forge"] }, cancellation: cancellationToken);
        for (var index = 0; index < producers; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var user = ProducerTemplate.UserName(index);
            forge.Forge.CreateUser(user);
            forge.Forge.CreateRepository(user, "dev", [ForgeFile.Text("lunchbadger.json", ProducerTemplate.LunchBadgerJson(index, 10))]);
            forge.Forge.CreateRepository(user, "functions");
        }

        return new TestStage(folder, cluster, forge, producers);
    }

    public string PathOf(string name) => _folder[name];

    /// <summary>Starts the configstore and waits until its listing is complete.</summary>
    public async Task StartConfigstoreAsync(CancellationToken cancellationToken)
    {
        var port = FreePort.Reserve();
        Configstore = await ProductProcess.StartAsync(
            "GitOps.Configstore",
            port,
            new()
            {
                ["GITEA_URL"] = Forge.Url.ToString(),
                ["GITEA_TOKEN"] = Forge.AdminToken,
                ["WEBHOOK_SECRET"] = WebhookSecret,
                ["SERVICE_TOKENS"] = $"benchmark:{ServiceToken}",
                ["PUBLIC_URL"] = $"http://127.0.0.1:{port}",
                ["DATA_DIR"] = _folder["configstore"],
                // A budget by the clock, whatever the work: it would only blur what is measured.
                ["HEAD_CHECK_RATE"] = "0",
                ["HEAD_CATCH_UP_RATE"] = "0",
            },
            cancellationToken);
        await Configstore.WaitUntilReadyAsync(TimeSpan.FromMinutes(10), cancellationToken);
    }

    /// <summary>A client that the configstore lets in.</summary>
    public HttpClient CreateConfigstoreClient()
    {
        var http = new HttpClient { BaseAddress = Configstore!.Url };
        http.DefaultRequestHeaders.Authorization = new("Bearer", ServiceToken);
        return http;
    }

    /// <summary>Starts the actualizer; does not wait for it to have done anything.</summary>
    /// <param name="resync">Its <c>SLEEP_TIME</c>.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public async Task StartActualizerAsync(TimeSpan resync, CancellationToken cancellationToken) =>
        Actualizer = await ProductProcess.StartAsync(
            "GitOps.Actualizer",
            FreePort.Reserve(),
            new()
            {
                ["CONFIGSTORE_URL"] = Configstore!.Url.ToString(),
                ["CONFIGSTORE_TOKEN"] = ServiceToken,
                ["KUBECONFIG"] = Cluster.KubeconfigPath,
                ["CUSTOMER_DOMAIN"] = "bench.example",
                ["REPLICAS"] = "0",
                ["REDIS_AUTHENTICATION"] = "Off",
                ["SLEEP_TIME"] = resync.TotalMilliseconds.ToString("0", System.Globalization.CultureInfo.InvariantCulture),
            },
            cancellationToken);

    public async Task StopActualizerAsync()
    {
        if (Actualizer is { } actualizer) await actualizer.DisposeAsync();
        Actualizer = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopActualizerAsync();
        if (Configstore is not null) await Configstore.DisposeAsync();
        Client.Dispose();
        await Forge.DisposeAsync();
        await Cluster.DisposeAsync();
        _folder.Dispose();
    }
}
