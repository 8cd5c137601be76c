using GitOps.Actualizer.Tests.Support;
using GitOps.Model.Api;
using GitOps.Testing;
using GitOps.Testing.Faults;

namespace GitOps.Actualizer.Tests.Faults;

/// <summary>The network between actualizer and API server misbehaves.</summary>
internal sealed class ClusterFaultTests : ActualizerFixture
{
    private FaultProxy _proxy = null!;
    private RunningActualizer _actualizer = null!;

    [SetUp]
    public async Task StartThroughProxy()
    {
        _proxy = await FaultProxy.StartAsync(Server.Url, Server.CaCertificate);
        var kubeconfig = Server.WriteKubeconfig($"proxied-{Guid.NewGuid():N}", "test-admin", Server.Token);
        var text = await File.ReadAllTextAsync(kubeconfig);
        text = System.Text.RegularExpressions.Regex.Replace(text, "server: .*", $"server: {_proxy.Url.GetLeftPart(UriPartial.Authority)}");
        text = System.Text.RegularExpressions.Regex.Replace(text, "certificate-authority-data: .*", "");
        await File.WriteAllTextAsync(kubeconfig, text);
        _actualizer = await RunningActualizer.StartAsync(Store.Url, kubeconfig, Cluster.Namespace);
        await ApplyAsync("first", Project.Of("first"));
    }

    [TearDown]
    public async Task StopProxy()
    {
        await _actualizer.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    private async Task PushSurvivesAsync(string producer = "al")
    {
        var revision = Store.Push(producer, Project.Of(producer, "Gateway"));
        await ReportedAsync(producer, ReconcileState.Succeeded, revision);
        Assert.That(await Cluster.NamesAsync("Deployment", producer), Has.Count.EqualTo(3));
        Assert.That(await Cluster.NamesAsync("Ingress", producer), Is.Not.Empty);
    }

    [Test]
    public async Task Writes_429WithRetryAfter_Converge()
    {
        _proxy.Faults.Add(Fault.Status(429, retryAfter: TimeSpan.FromSeconds(1)).When(request => request.Method == "PATCH").Times(4));
        await PushSurvivesAsync();
    }

    [Test]
    public async Task Writes_500AndResets_Converge()
    {
        _proxy.Faults.Add(Fault.Status(500).When(request => request.Method == "PATCH").Times(12));
        _proxy.Faults.Add(Fault.Reset().When(request => request.Method == "PATCH").Times(6));
        await PushSurvivesAsync();
    }

    [Test]
    public async Task Writes_AnswersLost_ConvergeWithoutTakingOurOwnForForeign()
    {
        _proxy.Faults.Add(Fault.LoseAnswer().When(request => request.Method == "PATCH").Times(5));
        await PushSurvivesAsync();
        Assert.That(Store.HistoryOf("al").Select(status => status.State), Has.None.EqualTo(ReconcileState.Refused));
    }

    [Test]
    public async Task Writes_409OfAnotherVersion_Converge()
    {
        const string conflict = """{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Conflict","message":"the object has been modified","code":409}""";
        _proxy.Faults.Add(Fault.Status(409, conflict).When(request => request.Method == "PATCH").Times(3));
        await PushSurvivesAsync();
    }

    [Test]
    public async Task Watches_Reset_DriftIsStillSeen()
    {
        _proxy.ResetOpenRequests();
        await Cluster.DeleteAsync("Deployment", "workspace-first-dev");
        await Eventually.That(() => Cluster.FindAsync("Deployment", "workspace-first-dev"), Is.Not.Null);
    }

    [Test]
    public async Task Watches_410_ListAnewAndSeeWhatVanished()
    {
        const string gone = """{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Expired","message":"too old resource version","code":410}}""";
        _proxy.Faults.Add(Fault.Status(200, gone + "\n").When(request => request.Query.Contains("watch=true", StringComparison.Ordinal)).Times(10));
        _proxy.ResetOpenRequests();
        await Cluster.DeleteAsync("Deployment", "workspace-first-dev");
        await Eventually.That(() => Cluster.FindAsync("Deployment", "workspace-first-dev"), Is.Not.Null);
    }

    [Test]
    public async Task Promise6_AdmissionRefusesOneProducer_OthersGoOnAndItRecovers()
    {
        const string refusal = """{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Forbidden","message":"admission webhook \"policy\" denied the request","code":403}""";
        var refused = true;
        _proxy.Faults.Add(Fault.Status(403, refusal).When(request => refused && request.Method == "PATCH" && request.Path.Contains("-bad-dev", StringComparison.Ordinal)));

        Store.Push("bad", Project.Of("bad"));
        var status = await ReportedAsync("bad", ReconcileState.Failed);
        Assert.That(status.Reason, Is.EqualTo("ClusterRefused"));
        Assert.That(status.Message, Does.Contain("admission webhook"));
        await PushSurvivesAsync("good");

        refused = false;
        await ReportedAsync("bad", ReconcileState.Succeeded);
    }

    [Test]
    public async Task Promise9_RefusedSecret_IsNotQuoted()
    {
        const string refusal = """{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Invalid","message":"Secret is invalid: data[x]: Invalid value: \"s3ntinel\"","code":422}""";
        _proxy.Faults.Add(Fault.Status(422, refusal).When(request => request.Method == "PATCH" && request.Path.Contains("/secrets/", StringComparison.Ordinal)));
        await StopAsyncAndStartWithPasswordAsync();

        Store.Push("al", Project.Of("al", "Gateway"));
        var status = await ReportedAsync("al", ReconcileState.Failed);

        Assert.That(status.Message, Does.Contain("Secret").And.Not.Contain("s3ntinel"));
    }

    private async Task StopAsyncAndStartWithPasswordAsync()
    {
        var kubeconfig = _actualizer.Get<ActualizerSettings>().Kubeconfig;
        await _actualizer.DisposeAsync();
        _actualizer = await RunningActualizer.StartAsync(Store.Url, kubeconfig, Cluster.Namespace, [("POD_TOKEN_KEY", "a-key-of-at-least-32-characters-0001")]);
    }
}
