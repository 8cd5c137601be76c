using GitOps.Kubernetes.Configuration;
using GitOps.Kubernetes.Errors;
using GitOps.Kubernetes.Objects;
using GitOps.Kubernetes.Tests.Support;
using GitOps.Testing;

namespace GitOps.Kubernetes.Tests.Discovery;

[TestFixture]
public sealed class ApiDiscoveryTests : ClusterTest
{
    [TestCase("v1", "ConfigMap", "/api/v1/configmaps", true)]
    [TestCase("v1", "Namespace", "/api/v1/namespaces", false)]
    [TestCase("apps/v1", "Deployment", "/apis/apps/v1/deployments", true)]
    [TestCase("networking.k8s.io/v1", "Ingress", "/apis/networking.k8s.io/v1/ingresses", true)]
    public async Task GetAsync_ServedKind_SaysWhere(string apiVersion, string kind, string path, bool isNamespaced)
    {
        var resource = await Client.Discovery.GetAsync(new GroupVersionKind(apiVersion, kind));

        Assert.That(resource.ToString(), Is.EqualTo(path));
        Assert.That(resource.IsNamespaced, Is.EqualTo(isNamespaced));
        Assert.That(resource.Verbs, Does.Contain("list").And.Contain("patch"));
    }

    [Test]
    public async Task GetAsync_Deployment_KnowsItsSubresources() =>
        Assert.That((await Client.Discovery.GetAsync(new GroupVersionKind("apps/v1", "Deployment"))).Subresources, Is.EquivalentTo(["scale", "status"]));

    [TestCase("v1", "Nonsense")]
    [TestCase("nonsense.example/v1", "Thing")]
    public void GetAsync_UnknownKind_SaysWhich(string apiVersion, string kind) => Assert.That(
        () => Client.GetAsync(new ObjectReference(apiVersion, kind, "", "x")), Throws.InstanceOf<UnknownKindException>().With.Message.Contains($"{kind} ({apiVersion})"));

    [Test]
    public async Task GetAsync_AskedAgain_CostsNoRequest()
    {
        using var client = new KubernetesClient(KubernetesClientConfiguration.FromKubeconfig(Server.KubeconfigPath));
        await client.FindAsync(Map("x"));
        var mark = Server.Requests.Mark();

        for (var i = 0; i < 10; i++) await client.FindAsync(Map("x"));
        await client.FindAsync(new ObjectReference("v1", "Secret", Namespace, "of the same group"));

        Assert.That(Server.Requests.Since(mark).Where(request => request.Uri == "/api/v1"), Is.Empty);
    }

    [Test]
    public async Task GetAsync_CustomResourceDefinedLater_IsFound()
    {
        var time = new ManualTime();
        using var client = new KubernetesClient(KubernetesClientConfiguration.FromKubeconfig(Server.KubeconfigPath), time);
        var group = $"g{Guid.NewGuid():N}.example";
        var kind = new GroupVersionKind($"{group}/v1", "Widget");
        Assert.That(await client.Discovery.IsServedAsync(kind), Is.False);

        await Client.CreateAsync(new ObjectReference("apiextensions.k8s.io/v1", "CustomResourceDefinition", "", $"widgets.{group}"), Json($$"""
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"widgets.{{group}}"},"spec":{"group":"{{group}}","scope":"Namespaced",
             "names":{"plural":"widgets","singular":"widget","kind":"Widget","listKind":"WidgetList"},
             "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"} } }]} }
            """));

        await Eventually.That(async () =>
        {
            time.Advance(TimeSpan.FromSeconds(6));
            return await client.Discovery.IsServedAsync(kind);
        }, "the kind is found once it is served");
        await Eventually.That(async () => (await client.ListAsync(kind, Namespace)).Items, Is.Empty);
    }
}
