using GitOps.Sandbox.Cluster;
using GitOps.Sandbox.Hosting;
using GitOps.Testing;
using GitOps.Testing.Faults;

namespace GitOps.EndToEnd.Tests.World;

/// <summary>A sandbox cluster of its own, which the actualizer reaches through a network that can be made to fail.</summary>
internal sealed class SandboxTestCluster : TestCluster
{
    private readonly TemporaryDirectory _folder;
    private readonly SandboxClusterServer _server;
    private readonly EmbeddedKubelet _kubelet;

    private SandboxTestCluster(TemporaryDirectory folder, SandboxClusterServer server, FaultProxy network, EmbeddedKubelet kubelet)
        : base("customer")
    {
        (_folder, _server, Network, _kubelet) = (folder, server, network, kubelet);
        Kubeconfig = folder.Write("kubeconfig", $$"""
            apiVersion: v1
            kind: Config
            current-context: test
            contexts: [{ name: test, context: { cluster: test, user: test } }]
            clusters: [{ name: test, cluster: { server: "{{network.Url}}" } }]
            users: [{ name: test, user: { token: "{{Sentinels.ClusterToken}}" } }]
            """);
        Api = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.Url };
    }

    public override string Kubeconfig { get; }

    public override HttpClient Api { get; }

    public override FaultProxy Network { get; }

    public static async Task<SandboxTestCluster> StartAsync()
    {
        var folder = new TemporaryDirectory("cluster");
        var server = await SandboxClusterServer.StartAsync();
        var network = await FaultProxy.StartAsync(server.Url);
        var kubeconfig = folder["operator.kubeconfig"];
        server.WriteKubeconfig(kubeconfig);
        return new SandboxTestCluster(folder, server, network, EmbeddedKubelet.Start(kubeconfig, server.Cluster.Logs));
    }

    public override void MarkRequests() => Network.ClearRequests();

    public override IReadOnlyList<string> RequestsSinceMark() =>
        [.. Network.Requests.Select(request => $"{request.Method} {request.Path}{request.Query}")];

    public override async ValueTask DisposeAsync()
    {
        await _kubelet.DisposeAsync();
        await Network.DisposeAsync();
        await _server.DisposeAsync();
        Api.Dispose();
        _folder.Dispose();
    }
}
