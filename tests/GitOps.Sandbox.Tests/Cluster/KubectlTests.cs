using GitOps.Kubernetes;
using GitOps.Kubernetes.Configuration;
using GitOps.Sandbox.Cluster;
using GitOps.Sandbox.Kubelet;
using GitOps.Testing;
using GitOps.Testing.ControlPlane;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitOps.Sandbox.Tests.Cluster;

/// <summary>What an operator types, with the real kubectl against the sandbox cluster.</summary>
public sealed class KubectlTests
{
    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: customer}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: "web:1"}]}
        """;

    private CancellationTokenSource _end = null!;
    private TemporaryDirectory _folder = null!;
    private SandboxClusterServer _server = null!;
    private KubernetesClient _client = null!;
    private SimulatedKubelet _kubelet = null!;
    private Task _running = Task.CompletedTask;
    private Kubectl _kubectl = null!;
    private string _manifest = "";

    [SetUp]
    public async Task StartCluster()
    {
        _end = new CancellationTokenSource();
        _folder = new TemporaryDirectory("kubectl");
        _server = await SandboxClusterServer.StartAsync(options =>
        {
            options.Namespaces.Add("customer");
            options.CustomResources.Add(new CustomResource("kubeless.io", "v1beta1", "Function", "functions"));
        });
        _server.WriteKubeconfig(_folder["kubeconfig"]);
        _kubectl = new Kubectl(_folder["kubeconfig"]);
        _manifest = _folder.Write("web.yaml", Deployment);
        _client = new KubernetesClient(KubernetesClientConfiguration.FromKubeconfig(_folder["kubeconfig"]));
        var runtime = new SimulatedPodRuntime(new SimulationOptions(), TimeProvider.System, _server.Cluster.Logs);
        _kubelet = new SimulatedKubelet(_client, runtime, new KubeletOptions(), TimeProvider.System, NullLogger<SimulatedKubelet>.Instance);
        _running = _kubelet.RunAsync(_end.Token);
    }

    [TearDown]
    public async Task EndCluster()
    {
        await _end.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
        _kubelet.Dispose();
        _client.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task Operator_AppliesChangesAndDeletesADeployment_AsOnAnyCluster()
    {
        Assert.That(await RunAsync("api-resources"), Does.Contain("deployments").And.Contain("functions"));
        Assert.That(await RunAsync("apply", "-f", _manifest), Does.Contain("deployment.apps/web created"));
        Assert.That(await RunAsync("apply", "--server-side", "--field-manager=ops", "-f", _manifest), Does.Contain("serverside-applied"));
        await RunAsync("rollout", "status", "deployment/web", "-n", "customer", "--timeout=20s");
        Assert.That(await RunAsync("get", "pods", "-n", "customer", "-o", "wide"), Does.Contain("Running").And.Contain("1/1"));
        Assert.That(await RunAsync("describe", "deployment", "web", "-n", "customer"), Does.Contain("2 desired | 2 updated | 2 total | 2 available"));
        Assert.That(await RunAsync("logs", "-n", "customer", "-l", "app=web"), Does.Contain("web started from web:1"));
        Assert.That(await RunAsync("get", "events", "-n", "customer"), Does.Contain("Scheduled").And.Contain("ScalingReplicaSet"));

        await RunAsync("scale", "deployment/web", "-n", "customer", "--replicas=3");
        await RunAsync("label", "deployment/web", "-n", "customer", "drift=yes");
        await RunAsync("patch", "deployment/web", "-n", "customer", "-p", """{"spec":{"template":{"spec":{"containers":[{"name":"web","image":"web:2"}]}}}}""");
        await RunAsync("rollout", "status", "deployment/web", "-n", "customer", "--timeout=20s");
        Assert.That(await RunAsync("get", "deployment/web", "-n", "customer", "--show-labels"), Does.Contain("3/3").And.Contain("drift=yes"));

        await RunAsync("delete", "-f", _manifest, "--timeout=20s");
        await Eventually.That(() => RunAsync("get", "pods,replicasets", "-n", "customer"), Does.Contain("No resources found"), "dependents are deleted");
    }

    [Test]
    public async Task Rollout_OfABrokenImage_KeepsTheOldPodsAndSaysWhy()
    {
        await RunAsync("apply", "-f", _manifest);
        await RunAsync("rollout", "status", "deployment/web", "-n", "customer", "--timeout=20s");

        await RunAsync("set", "image", "deployment/web", "-n", "customer", "web=web:broken");

        await Eventually.That(() => RunAsync("get", "pods", "-n", "customer"), Does.Contain("ImagePullBackOff"), "the new pod cannot start");
        Assert.That(await RunAsync("get", "deployment/web", "-n", "customer"), Does.Contain("2/2"));
    }

    [Test]
    public async Task DeleteNamespace_WithRunningPods_EmptiesItAndGoes()
    {
        await RunAsync("apply", "-f", _manifest);
        await RunAsync("rollout", "status", "deployment/web", "-n", "customer", "--timeout=20s");

        await RunAsync("delete", "namespace", "customer", "--timeout=20s");

        Assert.That(await RunAsync("get", "namespaces"), Does.Not.Contain("customer"));
    }

    private Task<string> RunAsync(params string[] arguments) => _kubectl.RunAsync(arguments);
}
