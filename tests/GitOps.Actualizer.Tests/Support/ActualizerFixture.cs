using GitOps.Model.Api;
using GitOps.Model.Names;
using GitOps.Testing;
using GitOps.Testing.ControlPlane;
using Microsoft.Extensions.DependencyInjection;

namespace GitOps.Actualizer.Tests.Support;

/// <summary>Each test has its own namespace on the shared API server, its own configstore, and starts actualizers as it needs them.</summary>
internal abstract class ActualizerFixture
{
    private static int _number;

    private readonly List<RunningActualizer> _running = [];

    protected KubernetesApiServer Server { get; private set; } = null!;

    protected FakeConfigstore Store { get; private set; } = null!;

    protected ClusterView Cluster { get; private set; } = null!;

    protected string Domain => $"{Cluster.Namespace}.example.com";

    [OneTimeSetUp]
    public async Task TakeServer() => Server = await TakeServerAsync();

    [SetUp]
    public async Task Create()
    {
        Store = await FakeConfigstore.StartAsync();
        Cluster = new ClusterView(Server, $"t{Interlocked.Increment(ref _number)}-{Guid.NewGuid().ToString("N")[..6]}");
    }

    [TearDown]
    public async Task Stop()
    {
        foreach (var actualizer in _running) await actualizer.DisposeAsync();
        _running.Clear();
        await Store.DisposeAsync();
        Cluster.Dispose();
    }

    protected virtual Task<KubernetesApiServer> TakeServerAsync() => SharedServer.GetAsync();

    protected async Task<RunningActualizer> StartAsync(Action<IServiceCollection>? configure, params (string Name, string Value)[] settings)
    {
        var actualizer = await RunningActualizer.StartAsync(Store.Url, Server.KubeconfigPath, Cluster.Namespace, settings, configure);
        _running.Add(actualizer);
        return actualizer;
    }

    protected Task<RunningActualizer> StartAsync(params (string Name, string Value)[] settings) => StartAsync(null, settings);

    protected async Task StopAsync(RunningActualizer actualizer)
    {
        _running.Remove(actualizer);
        await actualizer.DisposeAsync();
    }

    /// <summary>Waits until the newest revision of a producer is reported with this state, and gives that report.</summary>
    protected Task<EnvironmentStatus> ReportedAsync(string producer, ReconcileState state, Model.Snapshots.Revision? revision = null, string? reason = null) =>
        ReportedAsync(Project.Key(producer), state, revision, reason);

    protected async Task<EnvironmentStatus> ReportedAsync(EnvironmentKey key, ReconcileState state, Model.Snapshots.Revision? revision = null, string? reason = null)
    {
        try
        {
            await Eventually.That(() => Store.StatusOf(key) is { } status && status.State == state && (revision is null || status.Revision == revision) && (reason is null || status.Reason == reason), $"{key} is reported as {state} {reason}");
        }
        catch (AssertionException error)
        {
            throw new AssertionException($"{error.Message}\nLast status: {Store.StatusOf(key)}");
        }
        return Store.StatusOf(key)!;
    }

    /// <summary>Pushes and waits until it is applied.</summary>
    protected async Task<EnvironmentStatus> ApplyAsync(EnvironmentKey key, Dictionary<string, string> documents)
    {
        var revision = Store.Push(key, documents);
        return await ReportedAsync(key, ReconcileState.Succeeded, revision);
    }

    /// <summary>Pushes and waits until it is applied.</summary>
    protected async Task<EnvironmentStatus> ApplyAsync(string producer, string lunchbadger)
    {
        var revision = Store.Push(producer, lunchbadger);
        return await ReportedAsync(producer, ReconcileState.Succeeded, revision);
    }
}
