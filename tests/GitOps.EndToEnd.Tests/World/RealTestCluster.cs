using System.Net.Http.Json;
using GitOps.Sandbox.Hosting;
using GitOps.Testing.ControlPlane;

namespace GitOps.EndToEnd.Tests.World;

/// <summary>A namespace of the assembly's real API server. One simulated kubelet serves all of them.</summary>
internal sealed class RealTestCluster : TestCluster
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static EmbeddedKubelet? _kubelet;
    private static int _number;

    private readonly KubernetesApiServer _server;
    private long _mark;

    private RealTestCluster(KubernetesApiServer server, string @namespace)
        : base(@namespace)
    {
        _server = server;
        Api = server.CreateClient();
        Api.BaseAddress = new Uri(server.Url, "/");
    }

    public override string Kubeconfig => _server.KubeconfigPath;

    public override HttpClient Api { get; }

    public static async Task<RealTestCluster> StartAsync()
    {
        var server = await SharedKubernetesApiServer.GetAsync();
        server.RequireControllers();
        await Gate.WaitAsync();
        try
        {
            _kubelet ??= EmbeddedKubelet.Start(server.KubeconfigPath);
        }
        finally
        {
            Gate.Release();
        }
        var cluster = new RealTestCluster(server, $"e2e-{Interlocked.Increment(ref _number)}");
        await cluster.CreateNamespaceAsync();
        return cluster;
    }

    /// <summary>Ends the kubelet, before the server that it serves.</summary>
    public static async Task EndKubeletAsync()
    {
        if (Interlocked.Exchange(ref _kubelet, null) is { } kubelet) await kubelet.DisposeAsync();
    }

    public override void MarkRequests() => _mark = _server.Requests.Mark();

    /// <remarks>The kubelet's and the test's own requests are not the actualizer's: pods and events, and requests without a user agent.</remarks>
    public override IReadOnlyList<string> RequestsSinceMark() =>
    [
        .. _server.Requests.Since(_mark)
            // The actualizer makes no events; whoever makes pods run tells of it.
            .Where(request => request.Resource != "events")
            .Where(request => (request.Namespace == Namespace || request.Namespace.StartsWith($"{Namespace}-", StringComparison.Ordinal)) && request.UserAgent.Length > 0 && !request.Resource.StartsWith("pods", StringComparison.Ordinal))
            .Select(request => $"{request.Verb} {request.Uri}"),
    ];

    /// <summary>The namespace with the service account of sls-api's pods, which an operator provides: without it there are no such pods.</summary>
    private async Task CreateNamespaceAsync()
    {
        using var @namespace = await Api.PostAsJsonAsync("api/v1/namespaces", Named("v1", "Namespace", Namespace));
        @namespace.EnsureSuccessStatusCode();
        using var account = await Api.PostAsJsonAsync($"api/v1/namespaces/{Namespace}/serviceaccounts", Named("v1", "ServiceAccount", "sls-api"));
        account.EnsureSuccessStatusCode();
    }

    private static object Named(string apiVersion, string kind, string name) => new { apiVersion, kind, metadata = new { name } };

    public override async ValueTask DisposeAsync()
    {
        var all = System.Text.Json.Nodes.JsonNode.Parse(await Api.GetStringAsync("api/v1/namespaces"))!["items"]!.AsArray();
        foreach (var name in all.Select(item => (string)item!["metadata"]!["name"]!).Where(name => name == Namespace || name.StartsWith($"{Namespace}-", StringComparison.Ordinal)))
        {
            using var answer = await Api.DeleteAsync($"api/v1/namespaces/{name}");
        }
        Api.Dispose();
    }
}
