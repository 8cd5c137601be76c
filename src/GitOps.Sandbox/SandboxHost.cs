using GitOps.Actualizer;
using GitOps.Configstore;
using GitOps.Engine.Redis;
using GitOps.Gitea.Errors;
using GitOps.Hosting.Files;
using GitOps.Hosting.Settings;
using GitOps.Kubernetes.Configuration;
using GitOps.Sandbox.Cluster;
using GitOps.Sandbox.Demo;
using GitOps.Sandbox.Forge;
using GitOps.Sandbox.Forge.Git;
using GitOps.Sandbox.Hosting;

namespace GitOps.Sandbox;

/// <summary>
/// The whole of GitOps in one process: forge, cluster with a simulated kubelet, configstore, actualizer and a demo producer.
/// A real Gitea and a real cluster can take the place of the embedded ones. Disposing ends everything in reverse order.
/// </summary>
public sealed class SandboxHost : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(1);

    private readonly Stack<IAsyncDisposable> _parts = new();

    private SandboxHost()
    {
    }

    public SandboxDescription Description { get; private set; } = null!;

    /// <param name="options">What the user chose.</param>
    /// <param name="progress">Told one line per step.</param>
    /// <param name="cancellationToken">Gives up starting; what was started is ended.</param>
    /// <exception cref="IOException">A port is taken, or the data directory cannot be used.</exception>
    /// <exception cref="Exception">Others: see <see cref="IsUsersToMend"/>.</exception>
    public static async Task<SandboxHost> StartAsync(SandboxOptions options, Action<string> progress, CancellationToken cancellationToken)
    {
        var sandbox = new SandboxHost();
        try
        {
            await sandbox.StartPartsAsync(options, progress, cancellationToken);
            return sandbox;
        }
        catch
        {
            await sandbox.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// True for what whoever starts the sandbox can mend: an address, a file or a server. Its message says all that there is to say.
    /// </summary>
    public static bool IsUsersToMend(Exception failure) => failure
        is IOException or UnauthorizedAccessException or InvalidDataException or HttpRequestException
        or GitException or GiteaException or KubeconfigException or SettingsException;

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part)) await part.DisposeAsync();
    }

    private async Task StartPartsAsync(SandboxOptions options, Action<string> progress, CancellationToken cancellationToken)
    {
        var data = options.DataDirectory;
        PrivateFiles.Protect(data);
        var ports = options.AutomaticPorts ? SandboxPorts.KeptIn(data) : SandboxPorts.Fixed;
        Func<string, int, Uri> listen = options.AutomaticPorts ? LoopbackAddress.Near : LoopbackAddress.Of;
        var secrets = SandboxSecrets.Open(data);

        var forge = options.GiteaUrl is null ? await StartForgeAsync(listen("forge", ports.Forge), secrets, data, cancellationToken) : null;
        var giteaUrl = forge?.Url ?? options.GiteaUrl!;
        var giteaToken = forge?.AdminToken ?? options.GiteaToken!;
        progress($"forge        {giteaUrl}");

        var (clusterUrl, kubeconfig) = options.Kubeconfig is { } given
            ? (null, given)
            : await StartClusterAsync(listen("cluster", ports.Cluster), data, cancellationToken);
        progress($"cluster      {clusterUrl?.ToString() ?? $"as {kubeconfig} says"}");

        var configstoreUrl = listen("configstore", ports.Configstore);
        var actualizerUrl = listen("actualizer", ports.Actualizer);
        // A real Gitea has its applications made by hand.
        forge?.Forge.AddOAuthApplication("configstore", SandboxSettings.OAuthClientId, secrets.OAuthClientSecret, new Uri(configstoreUrl, "login/callback"));
        var configstore = Keep(await EmbeddedProcess.StartAsync(
            configstoreUrl,
            SandboxSettings.Configstore(giteaUrl, giteaToken, secrets, configstoreUrl, actualizerUrl, Path.Combine(data, "configstore"), withLogin: forge is not null),
            builder => builder.AddConfigstore(),
            app => app.MapConfigstore(),
            cancellationToken));
        progress($"configstore  {configstore.Url}");

        var demo = await DemoProducer.EnsureAsync(configstore.Url, giteaUrl, giteaToken, progress, cancellationToken);
        if (forge is not null && !secrets.ProducerTokens.ContainsKey(DemoProducer.Name))
            secrets.ProducerTokens[DemoProducer.Name] = forge.Forge.CreateToken(demo, "sandbox");
        secrets.Save(data);

        var actualizer = Keep(await EmbeddedProcess.StartAsync(
            actualizerUrl,
            SandboxSettings.Actualizer(configstore.Url, kubeconfig, secrets, options.NamespaceTemplate),
            builder =>
            {
                builder.Services.AddSingleton<IRedisUsers, SimulatedRedisUsers>();
                builder.AddActualizer();
            },
            app => app.MapActualizer(),
            cancellationToken));
        progress($"actualizer   {actualizer.Url}");

        // Before this the configstore's lists are answered with 503: scripts take the description for "all is ready".
        await configstore.UntilReadyAsync("configstore", ReadyWithin, cancellationToken);
        await actualizer.UntilReadyAsync("actualizer", ReadyWithin, cancellationToken);

        if (options.AutomaticPorts)
            new SandboxPorts(forge?.Url.Port ?? 0, configstore.Url.Port, actualizer.Url.Port, clusterUrl?.Port ?? 0).Keep(data);
        Description = new SandboxDescription
        {
            ForgeUrl = Plain(giteaUrl),
            ConfigstoreUrl = Plain(configstore.Url),
            ActualizerUrl = Plain(actualizer.Url),
            ClusterUrl = clusterUrl is null ? "" : Plain(clusterUrl),
            Kubeconfig = kubeconfig,
            AdminToken = giteaToken,
            Producers = [new SandboxProducer(DemoProducer.Name, forge is null ? null : secrets.ProducerTokens[DemoProducer.Name])],
        };
    }

    private async Task<ForgeServer> StartForgeAsync(Uri url, SandboxSecrets secrets, string data, CancellationToken cancellationToken) =>
        Keep(await ForgeServer.StartAsync(
            new ForgeOptions { DataDirectory = Path.Combine(data, "forge"), AdminToken = secrets.AdminToken, RootUrl = url },
            url.Port,
            cancellation: cancellationToken));

    private async Task<(Uri Url, string Kubeconfig)> StartClusterAsync(Uri url, string data, CancellationToken cancellationToken)
    {
        var cluster = Keep(await SandboxClusterServer.StartAsync(
            cluster =>
            {
                cluster.DataDirectory = Path.Combine(data, "cluster");
                cluster.Namespaces.Add(SandboxSettings.Namespace);
            },
            url.Port,
            cancellation: cancellationToken));
        var kubeconfig = Path.Combine(data, "kubeconfig");
        cluster.WriteKubeconfig(kubeconfig);
        Keep(EmbeddedKubelet.Start(kubeconfig, cluster.Cluster.Logs));
        return (cluster.Url, kubeconfig);
    }

    private T Keep<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }

    private static string Plain(Uri url) => url.ToString().TrimEnd('/');
}
