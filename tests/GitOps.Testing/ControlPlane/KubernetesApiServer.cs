using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NUnit.Framework;

namespace GitOps.Testing.ControlPlane;

/// <summary>
/// A real Kubernetes control plane on loopback: etcd, kube-apiserver and, when asked for, kube-controller-manager. There
/// is no kubelet. Stopping keeps the stored state and the address; disposing ends and removes everything.
/// </summary>
public sealed class KubernetesApiServer : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(2);

    private readonly TemporaryDirectory _folder = new("apiserver");
    private readonly KubernetesApiServerOptions _options;
    private readonly ControlPlaneKeys _keys;
    private readonly FreePort _port = FreePort.Reserve();
    private readonly EtcdServer _etcd;
    private readonly string _controllerToken = NewToken();
    private readonly string _harnessToken = NewToken();
    private readonly HttpClient _probe;
    private ChildProcess? _apiServer;
    private ChildProcess? _controllerManager;

    private KubernetesApiServer(KubernetesApiServerOptions options)
    {
        _options = options;
        _keys = ControlPlaneKeys.Create(_folder);
        _etcd = new EtcdServer();
        Url = new($"https://127.0.0.1:{_port}");
        Requests = new(_folder["audit.log"]);
        KubeconfigPath = WriteKubeconfig("kubeconfig", "test-admin", Token);
        _folder.Write("audit-policy.yaml", ApiRequestLog.Policy);
        _folder.Write("tokens.csv", string.Join('\n',
            $"{Token},test-admin,test-admin,\"system:masters\"",
            $"{LimitedToken},{LimitedUser},{LimitedUser}",
            $"{_harnessToken},gitops-test-harness,gitops-test-harness,\"system:masters\"",
            $"{_controllerToken},system:kube-controller-manager,system:kube-controller-manager") + "\n");
        _probe = CreateClient(_harnessToken);
    }

    /// <summary>The server's address, without a path.</summary>
    public Uri Url { get; }

    /// <summary>The bearer token of a user who may do everything.</summary>
    public string Token { get; } = NewToken();

    /// <summary>A user who may do what roles allow.</summary>
    public const string LimitedUser = "test-limited";

    /// <summary>The bearer token of <see cref="LimitedUser"/>.</summary>
    public string LimitedToken { get; } = NewToken();

    /// <summary>The authority that signed the server's certificate.</summary>
    public X509Certificate2 CaCertificate => _keys.Authority;

    /// <summary>The authority as a PEM file.</summary>
    public string CaCertificatePath => _keys.AuthorityFile;

    /// <summary>A kubeconfig file with the address, the authority and the token.</summary>
    public string KubeconfigPath { get; }

    /// <summary>What was asked of this server.</summary>
    public ApiRequestLog Requests { get; }

    public bool IsRunning => _apiServer is { HasExited: false };

    /// <summary>Starts a control plane and waits until it serves. Skips the test where the programs are missing.</summary>
    public static async Task<KubernetesApiServer> StartAsync(
        KubernetesApiServerOptions? options = null, CancellationToken cancellation = default)
    {
        var server = new KubernetesApiServer(options ?? new());
        try
        {
            await server._etcd.StartAsync(cancellation);
            await server.StartAsync(cancellation);
            if (server._options.ControllerManager)
            {
                await server.StartControllerManagerAsync(cancellation);
            }

            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Skips the test where no controllers run: nothing makes pods of Deployments, or empties namespaces.</summary>
    public void RequireControllers()
    {
        if (_controllerManager is null)
        {
            Assert.Ignore($"Needs kube-controller-manager beside the kube-apiserver that {ServerPrograms.AssetsVariable} names.");
        }
    }

    /// <summary>Starts the API server again after a stop, with the same address, keys and stored state.</summary>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        var program = ServerPrograms.ApiServer;
        var flags = await ProgramFlags.ReadAsync(program, cancellation);
        _apiServer = ChildProcess.Start(
            program, [.. flags.Supported(ApiServerArguments()), .. _options.ApiServerArguments], folder: _folder);
        await _apiServer.WaitUntilReadyAsync(
            async stop => await SucceedsAsync("readyz", stop) && await SucceedsAsync("api/v1/namespaces/default", stop),
            StartDeadline,
            cancellation);
    }

    /// <summary>Ends the API server in good order (SIGTERM); etcd keeps the state.</summary>
    public Task StopAsync() => EndApiServerAsync(server => server.StopAsync());

    /// <summary>Ends the API server at once (SIGKILL): every open connection breaks.</summary>
    public Task KillAsync() => EndApiServerAsync(server => server.KillAsync());

    /// <summary>
    /// Forgets the history of the stored state up to now, as a server does by itself after minutes: resource versions and
    /// continue tokens from before are answered with 410 Gone.
    /// </summary>
    public Task CompactHistoryAsync(CancellationToken cancellation = default) => _etcd.CompactAsync(cancellation);

    /// <summary>A client with the address, the authority and the token; its requests show in <see cref="Requests"/>.</summary>
    public HttpClient CreateClient() => CreateClient(Token);

    /// <summary>A kubeconfig file for another user of this server, such as a service account.</summary>
    public string WriteKubeconfig(string fileName, string user, string token) => _folder.Write(fileName, $$"""
        apiVersion: v1
        kind: Config
        current-context: test
        contexts:
        - name: test
          context: { cluster: test, user: {{user}} }
        clusters:
        - name: test
          cluster:
            server: {{Url.GetLeftPart(UriPartial.Authority)}}
            certificate-authority-data: {{Convert.ToBase64String(File.ReadAllBytes(_keys.AuthorityFile))}}
        users:
        - name: {{user}}
          user:
            token: {{token}}

        """);

    public async ValueTask DisposeAsync()
    {
        if (_controllerManager is not null)
        {
            await _controllerManager.KillAsync();
            await _controllerManager.DisposeAsync();
        }

        await KillAsync();
        await _etcd.DisposeAsync();
        _probe.Dispose();
        _keys.Authority.Dispose();
        _port.Dispose();
        _folder.Dispose();
    }

    private static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    private IEnumerable<string> ApiServerArguments()
    {
        yield return $"--etcd-servers={_etcd.ClientAddress}";
        yield return "--bind-address=127.0.0.1";
        yield return "--advertise-address=127.0.0.1";
        yield return $"--secure-port={_port}";
        yield return "--endpoint-reconciler-type=none";
        yield return $"--token-auth-file={_folder["tokens.csv"]}";
        yield return $"--client-ca-file={_keys.AuthorityFile}";
        yield return $"--tls-cert-file={_keys.ServerCertificateFile}";
        yield return $"--tls-private-key-file={_keys.ServerKeyFile}";
        yield return $"--cert-dir={_folder.Path}";
        yield return "--service-account-issuer=https://kubernetes.default.svc.cluster.local";
        yield return $"--service-account-key-file={_keys.ServiceAccountPublicKeyFile}";
        yield return $"--service-account-signing-key-file={_keys.ServiceAccountKeyFile}";
        yield return "--service-cluster-ip-range=10.96.0.0/16";
        yield return "--authorization-mode=RBAC";
        yield return "--allow-privileged=true";
        yield return "--profiling=false";
        yield return $"--audit-policy-file={_folder["audit-policy.yaml"]}";
        yield return $"--audit-log-path={_folder["audit.log"]}";
        yield return "--audit-log-mode=blocking";
        yield return "--audit-log-maxsize=1000";
        if (!_options.ControllerManager)
        {
            // Nobody makes the default service accounts that this plugin would wait for.
            yield return "--disable-admission-plugins=ServiceAccount";
        }
    }

    private async Task StartControllerManagerAsync(CancellationToken cancellation)
    {
        var program = ServerPrograms.ControllerManager;
        var flags = await ProgramFlags.ReadAsync(program, cancellation);
        var kubeconfig = WriteKubeconfig("controllers.kubeconfig", "system:kube-controller-manager", _controllerToken);
        _controllerManager = ChildProcess.Start(program, flags.Supported(
            $"--kubeconfig={kubeconfig}",
            "--use-service-account-credentials=true",
            $"--service-account-private-key-file={_keys.ServiceAccountKeyFile}",
            $"--root-ca-file={_keys.AuthorityFile}",
            "--node-monitor-grace-period=876000h",
            "--kube-api-qps=200",
            "--kube-api-burst=400",
            "--leader-elect=false",
            "--authentication-skip-lookup=true",
            "--bind-address=127.0.0.1",
            "--secure-port=0",
            "--port=0"));
        await _controllerManager.WaitUntilReadyAsync(
            stop => SucceedsAsync("api/v1/namespaces/default/serviceaccounts/default", stop), StartDeadline, cancellation);
    }

    private async Task EndApiServerAsync(Func<ChildProcess, Task> end)
    {
        if (_apiServer is { } running)
        {
            _apiServer = null;
            await end(running);
            await running.DisposeAsync();
        }
    }

    private async Task<bool> SucceedsAsync(string path, CancellationToken cancellation)
    {
        using var answer = await _probe.GetAsync(path, cancellation);
        return answer.IsSuccessStatusCode;
    }

    private HttpClient CreateClient(string token)
    {
        var handler = new SocketsHttpHandler { SslOptions = LoopbackCertificates.Trusting(CaCertificate), UseProxy = false };
        return new HttpClient(handler) { BaseAddress = Url, DefaultRequestHeaders = { Authorization = new("Bearer", token) } };
    }
}
