using GitOps.Sandbox.Cluster;
using GitOps.Testing;
using GitOps.Testing.ControlPlane;

namespace GitOps.Sandbox.Tests.Cluster.Conformance;

/// <summary>Every script under fixtures/cluster gets the same answers from the sandbox as from the real API server.</summary>
public sealed class ConformanceTests
{
    private KubernetesApiServer _real = null!;
    private SandboxClusterServer _sandbox = null!;
    private HttpClient _realClient = null!;
    private HttpClient _sandboxClient = null!;

    [OneTimeSetUp]
    public async Task StartServers()
    {
        // Without controllers: they would write between the steps.
        _real = await KubernetesApiServer.StartAsync(new KubernetesApiServerOptions());
        _sandbox = await SandboxClusterServer.StartAsync(options => options.RunControllers = false);
        _realClient = _real.CreateClient();
        _realClient.BaseAddress = _real.Url;
        _sandboxClient = new HttpClient { BaseAddress = _sandbox.Url };
    }

    [OneTimeTearDown]
    public async Task EndServers()
    {
        _realClient?.Dispose();
        _sandboxClient?.Dispose();
        if (_sandbox is not null)
            await _sandbox.DisposeAsync();
        if (_real is not null)
            await _real.DisposeAsync();
    }

    [TestCaseSource(nameof(Cases))]
    [CancelAfter(60_000)]
    public async Task Script_OnBothServers_GetsTheSameAnswers(FixtureCase fixture, CancellationToken cancellation)
    {
        var script = ConformanceScript.Read(fixture["script.yaml"]);
        var ns = "c" + Guid.NewGuid().ToString("N")[..12];

        var expected = await new ConformanceRun(_realClient, ns).SendAsync(script, cancellation);
        var actual = await new ConformanceRun(_sandboxClient, ns).SendAsync(script, cancellation);

        Assert.Multiple(() =>
        {
            for (var i = 0; i < script.Steps.Count; i++)
                Assert.That(LineDifference.Between(expected[i], actual[i]), Is.Empty, $"step {i + 1}: {script.Steps[i].Method} {script.Steps[i].Path} (- real, + sandbox)");
        });
    }

    private static IEnumerable<FixtureCase> Cases() => Fixtures.Cases("cluster");
}
