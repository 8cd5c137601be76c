using GitOps.EndToEnd.Tests.World;
using GitOps.Model.Api;
using GitOps.Testing;

namespace GitOps.EndToEnd.Tests;

/// <summary>What was made stays as git says; what others made is left alone.</summary>
[TestFixture(ClusterKind.Sandbox)]
[TestFixture(ClusterKind.Real)]
public sealed class DriftTests(ClusterKind kind) : EndToEndFixture(kind)
{
    private const string Gateway = "gateway-al-dev-shop";
    private static readonly Project Shop = new(new Gateway("g1", "Shop"));

    /// <summary>With a key for the pods' tokens there are Secrets, too.</summary>
    protected override (string Name, string Value)[] Settings => [("POD_TOKEN_KEY", new string('k', 64))];

    [Test]
    public async Task NeverAgain7_FieldChangedByHand_IsSetRight()
    {
        await World.RunningProducerAsync("al", Shop);

        await World.Cluster.EditAsync("Deployment", Gateway, """{"spec":{"replicas":3}}""");

        await Eventually.That(
            async () => (int)(await World.Cluster.GetAsync("Deployment", Gateway))["spec"]!["replicas"]!, Is.EqualTo(1), "the replicas are set right");
    }

    [Test]
    public async Task NeverAgain7_FieldRemovedByHand_IsSetAgain()
    {
        await World.RunningProducerAsync("al", Shop);

        await World.Cluster.EditAsync("Deployment", Gateway, """{"spec":{"revisionHistoryLimit":null}}""");

        await Eventually.That(
            async () => (int?)(await World.Cluster.GetAsync("Deployment", Gateway))["spec"]!["revisionHistoryLimit"], Is.EqualTo(2), "the limit is set again");
    }

    [TestCase("producer")]
    [TestCase("app.kubernetes.io/managed-by")]
    public async Task NeverAgain7_LabelRemovedByHand_IsSetAgain(string label)
    {
        await World.RunningProducerAsync("al", Shop);

        await World.Cluster.EditAsync("Service", Gateway, $$$"""{ "metadata": { "labels": { "{{{label}}}": null } } }""");

        await Eventually.That(
            async () => (string?)(await World.Cluster.GetAsync("Service", Gateway))["metadata"]!["labels"]?[label],
            Is.Not.Null,
            $"the label {label} is set again");
    }

    [TestCase("ConfigMap")]
    [TestCase("Deployment")]
    [TestCase("Ingress")]
    [TestCase("Secret")]
    [TestCase("Service")]
    public async Task Promise4_ObjectDeletedByHand_IsMadeAnew(string kind)
    {
        await World.RunningProducerAsync("al", Shop);
        var before = await World.Cluster.NamesAsync("al");
        var victim = before.First(name => name.StartsWith(kind, StringComparison.Ordinal))[(kind.Length + 1)..];
        var uid = (string)(await World.Cluster.GetAsync(kind, victim))["metadata"]!["uid"]!;

        await World.Cluster.DeleteAsync(kind, victim);

        await Eventually.That(
            async () => (string?)(await World.Cluster.FindAsync(kind, victim))?["metadata"]!["uid"], Is.Not.Null.And.Not.EqualTo(uid), "it is made anew");
        Assert.That(await World.Cluster.NamesAsync("al"), Is.EqualTo(before));
    }

    [Test]
    public async Task Promise4_ForeignFieldOnOurObject_IsLeftAlone()
    {
        await World.RunningProducerAsync("al", Shop);

        await World.Cluster.EditAsync("Service", Gateway, """{"metadata":{"annotations":{"somebody.example.com/note":"mine"}}}""");
        await World.Cluster.EditAsync("Service", Gateway, """{"spec":{"ports":[{"name":"other","port":8080,"protocol":"TCP","targetPort":8080}]}}""");

        await Eventually.That(async () => (string?)(await World.Cluster.GetAsync("Service", Gateway))["spec"]!["ports"]![0]!["name"], Is.EqualTo("gateway"));
        Assert.That((string?)(await World.Cluster.GetAsync("Service", Gateway))["metadata"]!["annotations"]!["somebody.example.com/note"], Is.EqualTo("mine"));
    }

    [Test]
    public async Task Promise5_ForeignObjectOfTheSameName_IsRefusedAndUntouchedUntilItGoes()
    {
        var al = await World.RunningProducerAsync("al", new Project());
        await World.Cluster.CreateAsync("Service", $$"""
            { "apiVersion": "v1", "kind": "Service", "metadata": { "name": "{{Gateway}}" }, "spec": { "ports": [{ "port": 1234 }] } }
            """);
        var before = (await World.Cluster.GetAsync("Service", Gateway)).ToJsonString();
        var running = await World.Cluster.VersionsAsync("al");

        var commit = await al.PushAsync(Shop);

        var status = await World.UntilAsync(al, ReconcileState.Refused, commit, "ForeignObject");
        Assert.That(status.Message, Does.Contain(Gateway).And.Contain("kubectl-create"));
        Assert.That((await World.Cluster.GetAsync("Service", Gateway)).ToJsonString(), Is.EqualTo(before));
        Assert.That(await World.Cluster.VersionsAsync("al"), Is.EqualTo(running), "nothing is half applied");

        await World.Cluster.DeleteAsync("Service", Gateway);
        await World.UntilAsync(al, ReconcileState.Succeeded, commit);
    }

    [Test]
    public async Task Promise5_ForeignObjectWithOurLabels_IsNotPruned()
    {
        await World.RunningProducerAsync("al", Shop);
        await World.Cluster.CreateAsync("ConfigMap", """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"notes","labels":{"app":"gateway","producer":"al","environment":"dev"}},"data":{"a":"b"}}
            """);

        // A later change proves that the actualizer had every occasion to prune.
        await World.RunningProducerAsync("bo", Shop);

        Assert.That(await World.Cluster.FindAsync("ConfigMap", "notes"), Is.Not.Null);
    }

    [TestCase("al", "sls-al")]
    [TestCase("sls-al", "al")]
    public async Task Promise8_TwoProducersClaimOneHost_FirstHolderKeepsItAndTheOtherGetsItWhenItGoes(string first, string second)
    {
        var holder = await World.RunningProducerAsync(first, new Project());
        var hosts = await World.Cluster.VersionsAsync(first);

        var other = await World.CreateProducerAsync(second);

        var refused = await World.UntilAsync(other, ReconcileState.Refused, reason: "HostConflict");
        Assert.That(refused.Message, Does.Contain($"sls-al-dev.{EndToEndWorld.Domain}").And.Contain($"{first}/main/dev"));
        Assert.That(await World.Cluster.NamesAsync(second), Is.Empty);
        Assert.That(await World.Cluster.VersionsAsync(first), Is.EqualTo(hosts));

        await holder.PushAsync(new Project { Disabled = true });
        await World.UntilAsync(other, ReconcileState.Succeeded);
        Assert.That(await World.Cluster.NamesAsync(second), Is.Not.Empty);
    }

    [Test]
    public async Task Namespace_DeletedByHand_IsMadeAnewWithEverything()
    {
        await World.RunningProducerAsync("al", Shop);
        var (before, uid) = (await World.Cluster.NamesAsync("al"), await DeploymentAsync());

        using (var deleted = await World.TestCluster.Api.DeleteAsync($"api/v1/namespaces/{World.TestCluster.Namespace}"))
            deleted.EnsureSuccessStatusCode();

        await Eventually.That(DeploymentAsync, Is.Not.Null.And.Not.EqualTo(uid), "the deployment is another", TimeSpan.FromSeconds(120));
        await Eventually.That(() => World.Cluster.NamesAsync("al"), Is.EqualTo(before), "everything is made anew", TimeSpan.FromSeconds(60));

        async Task<string?> DeploymentAsync() => (string?)(await World.Cluster.FindAsync("Deployment", Gateway))?["metadata"]!["uid"];
    }
}
