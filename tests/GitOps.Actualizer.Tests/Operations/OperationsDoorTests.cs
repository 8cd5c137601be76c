using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using GitOps.Actualizer.Operations;
using GitOps.Actualizer.Tests.Support;
using GitOps.Testing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GitOps.Actualizer.Tests.Operations;

/// <summary>Who may ask an actualizer, and what it tells of a producer's pods.</summary>
internal sealed class OperationsDoorTests : ActualizerFixture
{
    private const string Token = "operations-token-of-this-test";

    [TestCase("/holds", null, HttpStatusCode.Unauthorized)]
    [TestCase("/holds", "operations-token-of-another", HttpStatusCode.Unauthorized)]
    [TestCase("/holds", Token, HttpStatusCode.OK)]
    [TestCase("/producers/al/pods?app=workspace", null, HttpStatusCode.Unauthorized)]
    [TestCase("/producers/al/pods?app=workspace", Token, HttpStatusCode.OK)]
    [TestCase("/producers/al/pods?app=workspace,x", Token, HttpStatusCode.BadRequest)]
    [TestCase("/producers/al/pods", Token, HttpStatusCode.BadRequest)]
    [TestCase("/health", null, HttpStatusCode.OK)]
    public async Task Operations_WithAToken_AnswerOnlyThoseWhoShowIt(string path, string? token, HttpStatusCode expected)
    {
        var actualizer = await StartAsync(("ACTUALIZER_TOKEN", Token));
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

        using var answer = await actualizer.Http.SendAsync(request);

        Assert.That(answer.StatusCode, Is.EqualTo(expected), await answer.Content.ReadAsStringAsync());
    }

    [TestCase("http://127.0.0.1:3003", true)]
    [TestCase("http://localhost:3003", true)]
    [TestCase("http://[::1]:3003", true)]
    [TestCase("http://0.0.0.0:3003", false)]
    [TestCase("http://+:3003", false)]
    [TestCase("http://[::]:3003", false)]
    public async Task Operations_WithoutAToken_AnswerCallersOfTheMachineOnlyWhereNobodyElseCanCall(string listensOn, bool expected)
    {
        var door = new OperationsDoor(new ActualizerSettings(), new ListeningServer(listensOn));
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Loopback } };
        var passed = false;

        await door.InvokeAsync(new DefaultEndpointFilterInvocationContext(context), _ =>
        {
            passed = true;
            return new(Results.Ok());
        });

        Assert.That(passed, Is.EqualTo(expected));
    }

    [TestCase("GET", "/holds", "127.0.0.1:3003", null, HttpStatusCode.OK)]
    [TestCase("GET", "/holds", "localhost:3003", null, HttpStatusCode.OK)]
    [TestCase("GET", "/holds", "evil.example", null, HttpStatusCode.Forbidden)]
    [TestCase("GET", "/holds", "127.0.0.1:3003", "http://evil.example", HttpStatusCode.Forbidden)]
    [TestCase("POST", "/holds/release", "127.0.0.1:3003", null, HttpStatusCode.OK)]
    [TestCase("POST", "/holds/release", "127.0.0.1:3003", "http://127.0.0.1:3003", HttpStatusCode.OK)]
    [TestCase("POST", "/holds/release", "127.0.0.1:3003", "http://127.0.0.1:8080", HttpStatusCode.Forbidden)]
    [TestCase("POST", "/holds/release", "127.0.0.1:3003", "null", HttpStatusCode.Forbidden)]
    [TestCase("POST", "/holds/release", "evil.example:3003", "http://evil.example:3003", HttpStatusCode.Forbidden)]
    [TestCase("GET", "/producers/al/pods?app=workspace", "evil.example", null, HttpStatusCode.Forbidden)]
    [TestCase("GET", "/health", "10.1.2.3:3003", null, HttpStatusCode.OK)]
    [TestCase("GET", "/metrics", "10.1.2.3:3003", null, HttpStatusCode.OK)]
    public async Task Operations_WithoutAToken_ServeNoPageOfTheWeb(string method, string path, string host, string? origin, HttpStatusCode expected)
    {
        var actualizer = await StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Headers = { Host = host } };
        if (origin is not null) request.Headers.Add("Origin", origin);

        using var answer = await actualizer.Http.SendAsync(request);

        Assert.That(answer.StatusCode, Is.EqualTo(expected), await answer.Content.ReadAsStringAsync());
    }

    [TestCase("actualizer.default", null, HttpStatusCode.OK)]
    [TestCase("127.0.0.1:3003", "http://evil.example", HttpStatusCode.Forbidden)]
    public async Task Operations_WithAToken_AreReachedUnderAnyNameByPrograms(string host, string? origin, HttpStatusCode expected)
    {
        var actualizer = await StartAsync(("ACTUALIZER_TOKEN", Token));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/holds/release") { Headers = { Host = host, Authorization = new AuthenticationHeaderValue("Bearer", Token) } };
        if (origin is not null) request.Headers.Add("Origin", origin);

        using var answer = await actualizer.Http.SendAsync(request);

        Assert.That(answer.StatusCode, Is.EqualTo(expected), await answer.Content.ReadAsStringAsync());
    }

    private sealed class ListeningServer : IServer
    {
        public ListeningServer(string address)
        {
            var addresses = new ServerAddressesFeature();
            addresses.Addresses.Add(address);
            Features.Set<IServerAddressesFeature>(addresses);
        }

        public IFeatureCollection Features { get; } = new FeatureCollection();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
        }
    }

    [Test]
    public async Task Pods_OfAProducerAndComponent_AreThoseThatMayRun()
    {
        var actualizer = await StartAsync();
        await Eventually.That(async () => (await actualizer.Http.GetAsync("/ready")).StatusCode, Is.EqualTo(HttpStatusCode.OK), "the namespace is made");
        await Cluster.CreateAsync("ServiceAccount", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "default" } });
        foreach (var (name, producer, app) in ((string, string, string)[])
            [
                ("workspace-al-dev-1", "al", "workspace"), ("workspace-al-staging-1", "al", "workspace"), ("workspace-al-dev-evicted", "al", "workspace"),
                ("sls-api-al-dev-1", "al", "sls-api"), ("workspace-bo-dev-1", "bo", "workspace"),
            ])
            await Cluster.CreateAsync("Pod", Pod(name, producer, app));
        await Cluster.MergeAsync("Pod", "workspace-al-dev-evicted", """{"status":{"phase":"Failed"}}""", "kubelet", "/status");

        var answer = JsonNode.Parse(await actualizer.Http.GetStringAsync("/producers/al/pods?app=workspace"))!["items"]!.AsArray();

        Assert.That(answer.Select(pod => (string?)pod!["name"]), Is.EquivalentTo(new[] { "workspace-al-dev-1", "workspace-al-staging-1" }));
        Assert.That((DateTimeOffset)answer[0]!["created"]!, Is.GreaterThan(DateTimeOffset.UtcNow.AddMinutes(-5)));
    }

    [Test]
    public async Task Pods_WhereMoreThanOneNamespaceMayHoldThem_AreThoseOfAll()
    {
        var actualizer = await StartAsync(("NAMESPACE_TEMPLATE", Cluster.Namespace + "-$PRODUCER"));
        using var own = new ClusterView(Server, $"{Cluster.Namespace}-cy");
        using var left = new ClusterView(Server, $"{Cluster.Namespace}-of-a-template-left-long-ago");
        foreach (var view in (ClusterView[])[own, left])
        {
            await view.CreateNamespaceAsync();
            await view.CreateAsync("ServiceAccount", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "default" } });
        }
        await own.CreateAsync("Pod", Pod("workspace-cy-dev-1", "cy", "workspace"));
        await left.CreateAsync("Pod", Pod("workspace-cy-dev-0", "cy", "workspace"));
        await left.CreateAsync("Pod", Pod("workspace-bo-dev-0", "bo", "workspace"));

        var answer = JsonNode.Parse(await actualizer.Http.GetStringAsync("/producers/cy/pods?app=workspace"))!["items"]!.AsArray();

        Assert.That(answer.Select(pod => (string?)pod!["name"]), Is.EquivalentTo(new[] { "workspace-cy-dev-0", "workspace-cy-dev-1" }));
    }

    private static JsonObject Pod(string name, string producer, string app) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["producer"] = producer, ["app"] = app } },
        ["spec"] = new JsonObject
        {
            ["automountServiceAccountToken"] = false,
            ["containers"] = new JsonArray(new JsonObject { ["name"] = "one", ["image"] = "one" }),
        },
    };
}
