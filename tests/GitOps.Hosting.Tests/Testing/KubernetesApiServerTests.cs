using System.Net;
using System.Text;
using GitOps.Testing;
using GitOps.Testing.ControlPlane;

namespace GitOps.Hosting.Tests.Testing;

public sealed class KubernetesApiServerTests
{
    private KubernetesApiServer _server = null!;
    private HttpClient _client = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _server = await KubernetesApiServer.StartAsync(new() { ControllerManager = ServerPrograms.HasControllerManager });
        _client = _server.CreateClient();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _client?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Test]
    public async Task Requests_ObjectMade_HoldsThatWriteAlone()
    {
        var mark = _server.Requests.Mark();

        await CreateConfigMapAsync("counted");

        var seen = _server.Requests.Since(mark);
        Assert.That(seen, Has.Count.EqualTo(1));
        Assert.That(seen[0], Has.Property(nameof(ApiRequest.Verb)).EqualTo("create")
            .And.Property(nameof(ApiRequest.Resource)).EqualTo("configmaps")
            .And.Property(nameof(ApiRequest.IsWrite)).True);
    }

    [Test]
    public async Task Kubectl_Kubeconfig_ReachesTheServer()
    {
        var printed = await new Kubectl(_server.KubeconfigPath).RunAsync(["get", "namespaces", "--output=name"]);

        Assert.That(printed, Does.Contain("namespace/default"));
    }

    [Test]
    public async Task StartAsync_AfterKill_KeepsAddressAndState()
    {
        await CreateConfigMapAsync("kept");
        var address = _server.Url;

        await _server.KillAsync();
        Assert.That(() => _client.GetAsync("readyz"), Throws.InstanceOf<HttpRequestException>());
        await _server.StartAsync();

        using var answer = await _client.GetAsync("api/v1/namespaces/default/configmaps/kept");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(_server.Url, Is.EqualTo(address));
    }

    [Test]
    public async Task CompactHistoryAsync_ContinueTokenFromBefore_IsGone()
    {
        await CreateConfigMapAsync("page-1");
        await CreateConfigMapAsync("page-2");
        var page = await _client.GetStringAsync("api/v1/namespaces/default/configmaps?limit=1");
        var token = System.Text.Json.JsonDocument.Parse(page).RootElement.GetProperty("metadata").GetProperty("continue").GetString()!;
        await CreateConfigMapAsync("page-3");

        await _server.CompactHistoryAsync();

        using var answer = await _client.GetAsync(
            $"api/v1/namespaces/default/configmaps?limit=1&continue={Uri.EscapeDataString(token)}");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Gone));
    }

    private async Task CreateConfigMapAsync(string name)
    {
        using var body = new StringContent(
            $$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{name}}"} }""", Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync("api/v1/namespaces/default/configmaps", body);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Created));
    }
}
