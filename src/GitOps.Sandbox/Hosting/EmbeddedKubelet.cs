using GitOps.Kubernetes;
using GitOps.Kubernetes.Configuration;
using GitOps.Sandbox.Cluster.Logs;
using GitOps.Sandbox.Kubelet;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitOps.Sandbox.Hosting;

/// <summary>A simulated kubelet that serves a cluster until it is disposed: the embedded one, or a real API server that has none.</summary>
public sealed class EmbeddedKubelet : IAsyncDisposable
{
    private readonly KubernetesClient _client;
    private readonly SimulatedKubelet _kubelet;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private EmbeddedKubelet(KubernetesClient client, SimulatedKubelet kubelet)
    {
        _client = client;
        _kubelet = kubelet;
        _running = kubelet.RunAsync(_stop.Token);
    }

    /// <param name="kubeconfig">File whose current context names the cluster.</param>
    /// <param name="logs">Where pods' logs are kept for <c>kubectl logs</c>; null keeps none.</param>
    public static EmbeddedKubelet Start(string kubeconfig, PodLogs? logs = null)
    {
        var client = new KubernetesClient(KubernetesClientConfiguration.FromKubeconfig(kubeconfig));
        var kubelet = new SimulatedKubelet(
            client,
            new SimulatedPodRuntime(new SimulationOptions(), TimeProvider.System, logs),
            new KubeletOptions(),
            TimeProvider.System,
            NullLogger<SimulatedKubelet>.Instance);
        return new EmbeddedKubelet(client, kubelet);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _kubelet.Dispose();
        _client.Dispose();
        _stop.Dispose();
    }
}
