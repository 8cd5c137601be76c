using System.Text;
using GitOps.Kubernetes;
using GitOps.Kubernetes.Configuration;
using GitOps.Kubernetes.Listing;
using GitOps.Kubernetes.Objects;
using GitOps.Kubernetes.Writing;
using GitOps.Sandbox.Kubelet;
using GitOps.Testing;
using GitOps.Testing.ControlPlane;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitOps.Sandbox.Tests.Kubelet;

/// <summary>The simulated kubelet makes pods of a real control plane run and go.</summary>
public sealed class RealApiServerTests
{
    private const string Namespace = "kubelet-test";
    private static readonly GroupVersionKind Pods = new("v1", "Pod");
    private static readonly ObjectReference Deployment = new("apps/v1", "Deployment", Namespace, "web");

    [Test]
    [CancelAfter(120_000)]
    public async Task Deployment_OnARealControlPlane_BecomesAvailableAndGoes(CancellationToken cancellation)
    {
        await using var server = await KubernetesApiServer.StartAsync(new() { ControllerManager = true }, cancellation);
        using var client = new KubernetesClient(KubernetesClientConfiguration.FromKubeconfig(server.KubeconfigPath));
        using var kubelet = new SimulatedKubelet(client, new SimulatedPodRuntime(new SimulationOptions(), TimeProvider.System), new KubeletOptions(),
            TimeProvider.System, NullLogger<SimulatedKubelet>.Instance);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = kubelet.RunAsync(end.Token);
        await ApplyAsync(new ObjectReference("v1", "Namespace", "", Namespace), """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"kubelet-test"}}""");
        await ApplyAsync(Deployment, """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":2,"selector":{"matchLabels":{"app":"web"}},
            "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"web","image":"web:1"}]}}}}
            """);

        await Eventually.That(AvailableAsync, Is.EqualTo(2), "both pods run", cancellation: cancellation);
        await client.DeleteAsync(Deployment, new DeleteOptions(), cancellation);
        await Eventually.That(async () => (await client.ListAsync(Pods, Namespace, ListOptions.Default, cancellation)).Items.Count, Is.Zero, "the pods finish", cancellation: cancellation);

        await end.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        Task ApplyAsync(ObjectReference target, string manifest) =>
            client.ApplyAsync(target, Encoding.UTF8.GetBytes(manifest), new ApplyOptions("test"), cancellation);

        async Task<int> AvailableAsync()
        {
            var status = (await client.GetAsync(Deployment, null, cancellation)).Json.GetProperty("status");
            return status.TryGetProperty("availableReplicas", out var count) ? count.GetInt32() : 0;
        }
    }
}
