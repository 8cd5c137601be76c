using GitOps.Kubernetes.Configuration;
using GitOps.Kubernetes.Errors;
using GitOps.Kubernetes.Objects;
using GitOps.Kubernetes.Tests.Support;
using GitOps.Testing;
using GitOps.Testing.ControlPlane;

namespace GitOps.Kubernetes.Tests.Authentication;

[TestFixture]
public sealed class ClientCertificateTests
{
    private static readonly ObjectReference Default = new("v1", "Namespace", "", "default");

    private TemporaryDirectory _folder = null!;
    private KubernetesApiServer _server = null!;

    [OneTimeSetUp]
    public async Task StartServerThatTrustsOurAuthority()
    {
        _folder = new TemporaryDirectory("client-certificates");
        using var authority = LoopbackCertificates.CreateAuthority("clients");
        using var client = TestCertificates.ForClient(authority, "certified", "system:masters");
        _folder.Write("clients.crt", authority.ExportCertificatePem());
        _folder.Write("client.crt", client.ExportCertificatePem());
        _folder.Write("client.key", TestCertificates.KeyPem(client));
        _server = await KubernetesApiServer.StartAsync(new() { ApiServerArguments = [$"--client-ca-file={_folder["clients.crt"]}"] });
    }

    [OneTimeTearDown]
    public async Task StopServer()
    {
        if (_server is not null) await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task GetAsync_CertificateFiles_AreAccepted()
    {
        using var client = Connect("client-certificate: client.crt, client-key: client.key");
        var mark = _server.Requests.Mark();

        await client.GetAsync(Default);

        Assert.That(_server.Requests.Since(mark).Select(request => request.User), Does.Contain("certified"));
    }

    [Test]
    public async Task GetAsync_InlineCertificate_IsAccepted()
    {
        using var client = Connect($"client-certificate-data: {Base64("client.crt")}, client-key-data: {Base64("client.key")}");

        Assert.That((await client.GetAsync(Default)).Name, Is.EqualTo("default"));
    }

    [Test]
    public async Task GetAsync_CertificateOfAnExecPlugin_IsAccepted()
    {
        var answer = new System.Text.Json.Nodes.JsonObject
        {
            ["kind"] = "ExecCredential",
            ["apiVersion"] = "client.authentication.k8s.io/v1",
            ["status"] = new System.Text.Json.Nodes.JsonObject
            {
                ["clientCertificateData"] = File.ReadAllText(_folder["client.crt"]),
                ["clientKeyData"] = File.ReadAllText(_folder["client.key"]),
            },
        };
        _folder.Write("answer.json", answer.ToJsonString());
        using var client = Connect($"exec: {{apiVersion: client.authentication.k8s.io/v1, command: cat, args: ['{_folder["answer.json"]}']}}");

        Assert.That((await client.GetAsync(Default)).Name, Is.EqualTo("default"));
    }

    [Test]
    public void GetAsync_NoCertificate_MayNothing()
    {
        using var client = Connect("");

        Assert.That(() => client.ListAsync(new GroupVersionKind("v1", "Secret"), "default"), Throws.InstanceOf<KubernetesException>());
    }

    private string Base64(string file) => Convert.ToBase64String(File.ReadAllBytes(_folder[file]));

    private KubernetesClient Connect(string user) => new(KubernetesClientConfiguration.FromKubeconfig(_folder.Write("config", $$"""
        current-context: x
        contexts: [{name: x, context: {cluster: x, user: x} }]
        clusters: [{name: x, cluster: {server: "{{_server.Url}}", certificate-authority: "{{_server.CaCertificatePath}}"} }]
        users: [{name: x, user: { {{user}} } }]
        """)));
}
