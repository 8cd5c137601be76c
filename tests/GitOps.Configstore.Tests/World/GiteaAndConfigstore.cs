using System.Net;
using System.Net.Http.Json;
using GitOps.Gitea;
using GitOps.Model.Api;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;
using GitOps.Sandbox.Forge;
using GitOps.Sandbox.Forge.Webhooks;
using GitOps.Testing;
using GitOps.Testing.Faults;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitOps.Configstore.Tests.World;

/// <summary>
/// A forge that speaks Gitea's API and takes real pushes, a network between that can be made to fail, and a configstore. The forge
/// reaches the configstore for its webhooks, the configstore reaches the forge through <see cref="Network"/>.
/// </summary>
public sealed class GiteaAndConfigstore : IAsyncDisposable
{
    public const string Secret = "secret-of-the-webhooks";

    private readonly TemporaryDirectory _forgeData;
    private readonly TemporaryDirectory _data = new("configstore");
    private readonly FreePort _port = FreePort.Reserve();
    private readonly Dictionary<string, string?> _settings;
    private ConfigstoreProcess? _configstore;

    private GiteaAndConfigstore(TemporaryDirectory forgeData, ForgeServer gitea, FaultProxy network, Dictionary<string, string?> settings)
    {
        (_forgeData, Gitea, Network, _settings) = (forgeData, gitea, network, settings);
        Admin = new GiteaClient(new GiteaOptions { BaseUrl = gitea.Url, Token = gitea.AdminToken }, TimeProvider.System, NullLogger<GiteaClient>.Instance);
        _settings["GITEA_URL"] = network.Url.ToString();
        _settings["GITEA_TOKEN"] = gitea.AdminToken;
        _settings["WEBHOOK_SECRET"] = Secret;
        _settings["PUBLIC_URL"] = $"http://127.0.0.1:{_port.Number}";
        _settings["DATA_DIR"] = _data.Path;
        // Who may call what is the subject of the tests in Access; the others call as they like.
        _settings.TryAdd("AUTHENTICATION", "Off");
        _settings.TryAdd("SCAN_INTERVAL", "0.1");
        _settings.TryAdd("FULL_SCAN_INTERVAL", "1");
        _settings.TryAdd("HOOK_CHECK_INTERVAL", "1");
        // What is asked of Gitea is counted; the tests about these checks have them.
        _settings.TryAdd("HEAD_CHECK_RATE", "0");
        _settings.TryAdd("HEAD_CATCH_UP_RATE", "0");
        _settings.TryAdd("GITEA_TIMEOUT", "2");
    }

    public ForgeServer Gitea { get; private set; }

    /// <summary>Between the configstore and Gitea.</summary>
    public FaultProxy Network { get; }

    public EmbeddedForge Forge => Gitea.Forge;

    /// <summary>Gitea as an administrator asks it, past the network that may be failing.</summary>
    public GiteaClient Admin { get; }

    public HttpClient Client => Configstore.Client;

    public Uri Url => Configstore.Url;

    public ConfigstoreProcess Configstore => _configstore ?? throw new InvalidOperationException("The configstore is not running.");

    public string DataDirectory => _data.Path;

    /// <summary>What the configstore is started with.</summary>
    public IReadOnlyDictionary<string, string?> Settings => _settings;

    /// <param name="settings">Settings other than those that make the world up; intervals are short unless told.</param>
    public static async Task<GiteaAndConfigstore> StartAsync(params (string Name, string Value)[] settings)
    {
        var world = await PrepareAsync(settings);
        await world.StartConfigstoreAsync();
        await world.UntilListedAsync();
        return world;
    }

    /// <summary>All but the configstore, so that a test can arrange what it will find.</summary>
    public static async Task<GiteaAndConfigstore> PrepareAsync(params (string Name, string Value)[] settings)
    {
        var data = new TemporaryDirectory("forge");
        var gitea = await ForgeServer.StartAsync(new ForgeOptions { DataDirectory = data.Path });
        var network = await FaultProxy.StartAsync(gitea.Url);
        return new GiteaAndConfigstore(data, gitea, network, settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value));
    }

    /// <summary>Ends Gitea at once, whatever its queue holds, and starts it again at the same address.</summary>
    /// <param name="pushDelay">How long pushes wait in its queue from now on.</param>
    /// <param name="queue">What becomes of them when it ends the next time.</param>
    public async Task RestartGiteaAsync(TimeSpan pushDelay = default, PushQueue queue = PushQueue.Level)
    {
        await Gitea.DisposeAsync();
        Gitea = await ForgeServer.StartAsync(
            new ForgeOptions { DataDirectory = _forgeData.Path, AdminToken = Gitea.AdminToken, PushDelay = pushDelay, Queue = queue }, Gitea.Url.Port);
    }

    /// <param name="settings">Settings that are different from now on.</param>
    public async Task StartConfigstoreAsync(params (string Name, string Value)[] settings)
    {
        foreach (var (name, value) in settings) _settings[name] = value;
        _configstore = await ConfigstoreProcess.StartAsync(_port, _settings);
    }

    /// <summary>Starts the configstore as a process of its own, instead of the one inside this process.</summary>
    /// <param name="settings">Settings that are different from now on.</param>
    public Task<ConfigstoreProgram> StartProgramAsync(params (string Name, string Value)[] settings)
    {
        foreach (var (name, value) in settings) _settings[name] = value;
        return ConfigstoreProgram.StartAsync(_port, _settings);
    }

    public async Task StopConfigstoreAsync()
    {
        if (_configstore is { } running) await running.DisposeAsync();
        _configstore = null;
    }

    public Task UntilListedAsync() => Eventually.That(
        async () => (await Client.GetAsync("/environments")).StatusCode, Is.EqualTo(HttpStatusCode.OK), "Gitea is listed completely");

    /// <summary>Makes a producer in Gitea as an operator would, with a valid document in <c>dev</c>.</summary>
    public void AddProducer(string name)
    {
        Forge.CreateUser($"customer-{name}", email: $"{name}@customer.com");
        Forge.CreateRepository($"customer-{name}", "dev", [ForgeFile.Text("lunchbadger.json", Document(name)), ForgeFile.Text("server/index.js", "// code")]);
        Forge.CreateRepository($"customer-{name}", "functions", [ForgeFile.Text("hello/serverless.yml", "service: hello\n"), ForgeFile.Text("hello/handler.js", "// code")]);
    }

    /// <summary>Pushes <c>lunchbadger.json</c> as the API does, webhook included; the commit's id.</summary>
    public Task<string> CommitAsync(string producer, string content) =>
        Forge.CommitAsync($"customer-{producer}", "dev", [ForgeFile.Text("lunchbadger.json", content)], "Change");

    public static string Document(string content) => $"{{\"ids\":{{}},\"of\":\"{content}\"}}";

    /// <summary>The listed heads of environments <c>main/dev</c>, by producer; one page.</summary>
    public async Task<Dictionary<string, EnvironmentHead>> HeadsAsync() => (await AllHeadsAsync())
        .Where(head => head.Key == EnvironmentKey.Default(head.Producer))
        .ToDictionary(head => head.Producer.Value);

    /// <summary>The listed heads of all environments, in their order; one page.</summary>
    public async Task<IReadOnlyList<EnvironmentHead>> AllHeadsAsync() =>
        (await Client.GetFromJsonAsync("/environments?limit=1000", ApiJson.Default.EnvironmentPage))!.Items;

    public async Task<EnvironmentSnapshot> SnapshotAsync(string producer) =>
        (await Client.GetFromJsonAsync($"/producers/{producer}/envs/dev", ApiJson.Default.EnvironmentSnapshot))!;

    /// <summary>Waits until a producer's dev repository is served at a commit.</summary>
    public Task UntilHeadAsync(string producer, string commit) => Eventually.That(
        async () => (await HeadsAsync()).GetValueOrDefault(producer)?.Revision.Dev, Is.EqualTo(commit), $"{producer} is served at {commit}");

    /// <summary>Everything that readiness says.</summary>
    public async Task<string> ReadinessAsync() => await (await Client.GetAsync("/ready")).Content.ReadAsStringAsync();

    public async ValueTask DisposeAsync()
    {
        await StopConfigstoreAsync();
        Admin.Dispose();
        await Network.DisposeAsync();
        await Gitea.DisposeAsync();
        _port.Dispose();
        _data.Dispose();
        _forgeData.Dispose();
    }
}
