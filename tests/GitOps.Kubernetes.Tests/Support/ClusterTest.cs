using System.Text;
using GitOps.Kubernetes.Configuration;
using GitOps.Kubernetes.Objects;
using GitOps.Testing.ControlPlane;

namespace GitOps.Kubernetes.Tests.Support;

/// <summary>Tests against the real API server, in a namespace of their own.</summary>
public abstract class ClusterTest
{
    protected static readonly GroupVersionKind ConfigMap = new("v1", "ConfigMap");

    protected KubernetesApiServer Server { get; private set; } = null!;

    protected KubernetesClient Client { get; private set; } = null!;

    /// <summary>Of this fixture alone.</summary>
    protected string Namespace { get; } = $"test-{Guid.NewGuid():N}"[..20];

    [OneTimeSetUp]
    public async Task TakeServer()
    {
        Server = await SharedKubernetesApiServer.GetAsync();
        Client = new KubernetesClient(KubernetesClientConfiguration.FromKubeconfig(Server.KubeconfigPath));
        await Client.CreateAsync(new ObjectReference("v1", "Namespace", "", Namespace), Json($$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"{{Namespace}}"} }"""));
    }

    [OneTimeTearDown]
    public void DisposeClient() => Client?.Dispose();

    protected ObjectReference Map(string name) => new(ConfigMap, Namespace, name);

    /// <summary>A ConfigMap with one entry.</summary>
    protected static ReadOnlyMemory<byte> MapJson(string name, string value, string key = "key", string labels = "{}") =>
        Json($$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{name}}","labels":{{labels}}},"data":{"{{key}}":"{{value}}"} }""");

    protected static ReadOnlyMemory<byte> Json(string json) => Encoding.UTF8.GetBytes(json);

    protected Task<KubernetesObject> CreateMapAsync(string name, string value = "value", string labels = "{}") =>
        Client.CreateAsync(Map(name), MapJson(name, value, labels: labels));
}
