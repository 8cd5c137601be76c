using GitOps.EndToEnd.Tests.World;
using GitOps.Model.Api;
using GitOps.Testing;
using GitOps.Testing.Faults;

namespace GitOps.EndToEnd.Tests;

/// <summary>Whatever the Kubernetes API does, the cluster ends up as git says, without a restart.</summary>
public sealed class ClusterFaultTests : EndToEndFixture
{
    private const string Gateway = "gateway-al-dev-shop";
    private static readonly Project Shop = new(new Gateway("g1", "Shop"));

    private static IEnumerable<TestCaseData> Faults()
    {
        yield return Case("down", Fault.Reset());
        yield return Case("503", Fault.Status(503, Status(503, "ServiceUnavailable")));
        yield return Case("429 with Retry-After", Fault.Status(429, Status(429, "TooManyRequests"), TimeSpan.FromSeconds(1)));
        yield return Case("answers lost after the write", Fault.LoseAnswer().When(request => request.Method == "PATCH").Times(3));
        yield return Case("409 on writes", Fault.Status(409, Status(409, "Conflict")).When(request => request.Method == "PATCH").Times(3));
        yield return Case("500 in the middle of a plan", Fault.Status(500, Status(500, "InternalError")).When(request => request.Method == "PATCH").After(3).Times(3));
    }

    private static TestCaseData Case(string name, Fault fault) => new TestCaseData(fault).SetArgDisplayNames(name);

    [TestCaseSource(nameof(Faults))]
    public async Task NeverAgain4_FailingCluster_ConvergesWhenItRecovers(Fault fault)
    {
        var al = await World.RunningProducerAsync("al", new Project());

        World.ClusterNetwork.Faults.Add(fault);
        World.ClusterNetwork.ResetOpenRequests();
        var commit = await al.PushAsync(Shop);
        await Eventually.That(() => World.ClusterNetwork.Requests.Count(request => request.Status is null or >= 400), Is.GreaterThanOrEqualTo(3), "the fault is met");
        World.ClusterNetwork.Faults.Clear();

        await World.UntilAsync(al, ReconcileState.Succeeded, commit);
        Assert.That(await World.Cluster.NamesAsync("al"), Has.Member($"Deployment/{Gateway}"));
        await Eventually.That(() => World.Cluster.ReadyPodsAsync("al"), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task NeverAgain4_ClusterDown_StatusSaysSinceWhenAndWhy()
    {
        var al = await World.RunningProducerAsync("al", new Project());

        World.ClusterNetwork.Faults.Add(Fault.Status(503, Status(503, "ServiceUnavailable")).When(request => request.Method == "PATCH"));
        var commit = await al.PushAsync(Shop);

        var status = await World.UntilAsync(al, ReconcileState.Failed, commit);
        Assert.That(status.Message, Does.Contain("503").Or.Contain("ServiceUnavailable"));
        Assert.That(status.Since, Is.GreaterThan(DateTimeOffset.UtcNow.AddMinutes(-2)));
        World.ClusterNetwork.Faults.Clear();
        await World.UntilAsync(al, ReconcileState.Succeeded, commit);
    }

    [Test]
    public async Task Watch_GoneTooOld_IsListedAnewAndDeletionsMeanwhileAreHealed()
    {
        await World.RunningProducerAsync("al", Shop);
        World.ClusterNetwork.Faults.Add(Fault.Reset());
        World.ClusterNetwork.ResetOpenRequests();
        await World.Cluster.DeleteAsync("Service", Gateway);
        World.ClusterNetwork.Faults.Clear();
        World.ClusterNetwork.Faults.Add(
            Fault.Status(410, Status(410, "Expired")).When(request => request.Query.Contains("watch=", StringComparison.Ordinal)).Times(5));

        await Eventually.That(() => World.Cluster.FindAsync("Service", Gateway), Is.Not.Null, "the relist shows what vanished", TimeSpan.FromSeconds(60));
    }

    [Test]
    public async Task Watch_Reset_DriftIsStillHealed()
    {
        await World.RunningProducerAsync("al", Shop);

        World.ClusterNetwork.ResetOpenRequests();
        await World.Cluster.DeleteAsync("Service", Gateway);

        await Eventually.That(() => World.Cluster.FindAsync("Service", Gateway), Is.Not.Null, "the service is made anew", TimeSpan.FromSeconds(60));
    }

    [Test]
    public async Task Promise6_AdmissionRefusalOfOneProducer_DoesNotDelayAnother()
    {
        World.ClusterNetwork.Faults.Add(
            Fault.Status(403, Status(403, "Forbidden", "admission webhook denied the request: not on a Friday"))
                .When(request => request.Method == "PATCH" && request.Path.Contains("-al-dev", StringComparison.Ordinal)));
        var al = await World.CreateProducerAsync("al");
        var refused = await World.UntilAsync(al, ReconcileState.Failed, reason: "ClusterRefused");

        await World.RunningProducerAsync("bo", Shop);

        Assert.That(refused.Message, Does.Contain("not on a Friday"));
        World.ClusterNetwork.Faults.Clear();
        await World.UntilAsync(al, ReconcileState.Succeeded);
    }

    [Test]
    public async Task Drift_WhileTheActualizerWasDown_IsHealedAtStart()
    {
        await World.RunningProducerAsync("al", Shop);
        var before = await World.Cluster.NamesAsync("al");
        await World.Actualizer.StopAsync();
        await World.Cluster.DeleteAsync("Ingress", Gateway);
        await World.Cluster.EditAsync("Deployment", Gateway, """{"spec":{"replicas":3}}""");

        await World.Actualizer.StartAsync();

        await Eventually.That(() => World.Cluster.NamesAsync("al"), Is.EqualTo(before), "what was deleted is made anew");
        await Eventually.That(
            async () => (int)(await World.Cluster.GetAsync("Deployment", Gateway))["spec"]!["replicas"]!, Is.EqualTo(1), "what was changed is set right");
    }

    private static string Status(int code, string reason, string message = "made up by a test") => $$"""
        {"kind":"Status","apiVersion":"v1","status":"Failure","reason":"{{reason}}","message":"{{message}}","code":{{code}}}
        """;
}
