using GitOps.EndToEnd.Tests.World;
using GitOps.Model.Api;
using GitOps.Testing;
using GitOps.Testing.Network;

namespace GitOps.EndToEnd.Tests;

/// <summary>What producers have as a whole, where each has a namespace of its own.</summary>
[TestFixture(ClusterKind.Sandbox)]
[TestFixture(ClusterKind.Real)]
public sealed class TenantNamespaceTests(ClusterKind kind) : IsolationFixture(kind, NamespaceMode.Own)
{
    private static readonly string[] TenantKinds = ["LimitRange", "NetworkPolicy", "ResourceQuota", "ServiceAccount"];

    [Test]
    public async Task Template_TwoProducers_HaveEverythingInTheirOwnAndPodsRunThere()
    {
        await World.RunningProducerAsync("al", Shop);
        await World.RunningProducerAsync("bo", new Project());

        await Eventually.That(() => In("al").ReadyPodsAsync("al"), Has.Count.EqualTo(3), "the quota admits pods that ask for nothing", TimeSpan.FromSeconds(60));
        Assert.That((await In("al").ListAsync("Pod")).Select(pod => ((string?)pod["spec"]!["serviceAccountName"], (bool?)pod["spec"]!["automountServiceAccountToken"])), Is.All.EqualTo(("pods", false)));
        Assert.That((string?)(await In("al").GetAsync("Namespace", NamespaceOf("al")))["metadata"]!["labels"]!["producer"], Is.EqualTo("al"));
        foreach (var kind in TenantKinds) Assert.That(await In("al").ListAsync(kind, "al"), Is.Not.Empty, kind);
        Assert.That((await World.Cluster.ListAsync("Deployment")).Concat(await In("al").ListAsync("Deployment", "bo")), Is.Empty);
    }

    [Test]
    public async Task Network_AsTheClusterStoresIt_KeepsProducersApart()
    {
        await World.RunningProducerAsync("al", Shop);
        await World.RunningProducerAsync("bo", Shop);
        var policies = new NetworkPolicies([.. await In("al").ListAsync("NetworkPolicy"), .. await In("bo").ListAsync("NetworkPolicy")]);
        var (gateway, workspace) = (NetworkEndpoint.Pod(NamespaceOf("al"), "gateway"), NetworkEndpoint.Pod(NamespaceOf("al"), "workspace"));

        Assert.Multiple(() =>
        {
            Assert.That(policies.Allow(gateway, workspace, 3000), Is.True);
            Assert.That(policies.Allow(gateway, NetworkEndpoint.Pod(NamespaceOf("bo"), "workspace"), 3000), Is.False);
            Assert.That(policies.Allow(NetworkEndpoint.Pod(NamespaceOf("bo"), "gateway"), gateway, 9876), Is.False);
            Assert.That(policies.Allow(workspace, gateway, 9876), Is.False);
            Assert.That(policies.Allow(NetworkEndpoint.Pod("kube-system", "traefik"), gateway, 8080), Is.True);
            Assert.That(policies.Allow(workspace, NetworkEndpoint.Pod("kube-system", "coredns"), 53, "UDP"), Is.True);
            Assert.That(policies.Allow(workspace, NetworkEndpoint.Outside("169.254.169.254"), 80), Is.False);
            Assert.That(policies.Allow(workspace, NetworkEndpoint.Outside("93.184.216.34"), 443), Is.True);
        });
    }

    [TestCase("LimitRange", "containers")]
    [TestCase("NetworkPolicy", "default-deny")]
    [TestCase("ResourceQuota", "producer")]
    [TestCase("ServiceAccount", "pods")]
    public async Task Promise4_DeletedOrChangedByHand_IsMadeAnew(string kind, string name)
    {
        await World.RunningProducerAsync("al", Shop);
        var before = await In("al").GetAsync(kind, name);

        await In("al").EditAsync(kind, name, """{"metadata":{"labels":{"producer":"bo"}}}""");
        await Eventually.That(async () => (string?)(await In("al").GetAsync(kind, name))["metadata"]!["labels"]!["producer"], Is.EqualTo("al"), "the label is set right");
        await In("al").DeleteAsync(kind, name);

        await Eventually.That(async () => (string?)(await In("al").FindAsync(kind, name))?["metadata"]!["uid"], Is.Not.Null.And.Not.EqualTo((string?)before["metadata"]!["uid"]), "it is made anew");
        Assert.That((await In("al").GetAsync(kind, name))["spec"]?.ToJsonString(), Is.EqualTo(before["spec"]?.ToJsonString()));
    }

    [Test]
    public async Task Promise4_NothingChanges_NothingIsWrittenOrRead()
    {
        await World.RunningProducerAsync("al", Shop);
        await World.RunningProducerAsync("bo", Shop);
        await Eventually.That(() => In("bo").ReadyPodsAsync("bo"), Has.Count.EqualTo(3), "all is settled", TimeSpan.FromSeconds(60));

        World.TestCluster.MarkRequests();
        var listings = World.ConfigstoreNetwork.Requests.Count(IsListing);

        await Eventually.That(() => World.ConfigstoreNetwork.Requests.Count(IsListing), Is.GreaterThanOrEqualTo(listings + 3), "several resyncs have passed");
        Assert.That(World.TestCluster.RequestsSinceMark().Where(request => !request.Contains("watch=", StringComparison.Ordinal) && !request.Contains("/leases/", StringComparison.Ordinal)), Is.Empty);

        static bool IsListing(Testing.Faults.ProxiedRequest request) => request.Path == "/environments";
    }

    [Test]
    public async Task Promise5_NamespaceOfSomebodyElse_IsRefusedAndUntouchedWhileOthersGoOn()
    {
        await World.Cluster.CreateAsync("Namespace", $$"""{ "apiVersion": "v1", "kind": "Namespace", "metadata": { "name": "{{NamespaceOf("system")}}", "labels": { "producer": "system" } } }""");
        var before = await World.Cluster.GetAsync("Namespace", NamespaceOf("system"));

        var system = await World.CreateProducerAsync("system");
        var refused = await World.UntilAsync(system, ReconcileState.Refused, reason: "ForeignObject");
        await World.RunningProducerAsync("bo", Shop);

        Assert.That(refused.Message, Does.Contain(NamespaceOf("system")).And.Contain("not made by this system"));
        Assert.That((await World.Cluster.GetAsync("Namespace", NamespaceOf("system")))["metadata"]!.ToJsonString(), Is.EqualTo(before["metadata"]!.ToJsonString()));
        Assert.That(await In("system").ListAsync("Deployment"), Is.Empty);
        Assert.That(await In("system").ListAsync("NetworkPolicy"), Is.Empty);
    }

    [Test]
    public async Task Environments_OneDisabled_OneGone_LeaveWhatTheProducerHas()
    {
        using var al = await World.RunningProducerAsync("al", Shop);
        var functions = await al.CopyAsync("functions");
        await functions.GitAsync("commit", "-q", "--allow-empty", "-m", "Staging");
        // The first branch of an empty repository becomes its default one.
        await functions.GitAsync("push", "-q", "origin", "HEAD");
        await functions.GitAsync("push", "-q", "origin", "HEAD:refs/heads/env/staging");
        var dev = await al.CopyAsync();
        await dev.GitAsync("push", "-q", "origin", "HEAD:refs/heads/env/staging");
        await Eventually.That(() => In("al").NamesAsync("al"), Has.Member("Deployment/workspace-al-staging"), "staging runs", TimeSpan.FromSeconds(60));
        var before = await TenantAsync();

        await dev.GitAsync("push", "-q", "origin", "--delete", "env/staging");
        await functions.GitAsync("push", "-q", "origin", "--delete", "env/staging");
        await Eventually.That(() => In("al").NamesAsync("al"), Has.None.Contains("staging"), "staging is gone", TimeSpan.FromSeconds(90));
        Assert.That(await TenantAsync(), Is.EqualTo(before));

        await al.PushAsync(Shop with { Disabled = true });
        await World.UntilAsync(al, ReconcileState.Succeeded, reason: "Disabled");
        Assert.That(await TenantAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task DeleteUser_AfterTheGracePeriods_RemovesWhatTheProducerHadButNotTheNamespace()
    {
        var al = await World.RunningProducerAsync("al", Shop);
        var dev = await al.CopyAsync();
        await dev.GitAsync("push", "-q", "origin", "HEAD:refs/heads/env/staging");
        await Eventually.That(() => In("al").NamesAsync("al"), Has.Member("Deployment/workspace-al-staging"), "staging runs", TimeSpan.FromSeconds(60));
        await World.RunningProducerAsync("bo", Shop);

        await World.Gitea.Users.DeleteAsync(al.User, purge: true, CancellationToken.None);

        // Whichever of its environments goes last.
        await Eventually.That(() => In("al").NamesAsync("al"), Is.Empty, "both environments go", TimeSpan.FromSeconds(120));
        Assert.That(await TenantAsync(), Is.Not.Empty, "what guards its pods waits for a grace period of its own");

        await Eventually.That(TenantAsync, Is.Empty, "what al had as a whole goes last", TimeSpan.FromSeconds(120));
        Assert.That(await In("al").NamesAsync("al"), Is.Empty);
        Assert.That((await World.Cluster.GetAsync("Namespace", NamespaceOf("al")))["metadata"]!["deletionTimestamp"], Is.Null);
        Assert.That(await In("bo").ListAsync("NetworkPolicy", "bo"), Is.Not.Empty);
    }

    [Test]
    public async Task Move_FromTheSharedNamespace_RemovesTheOldOnceTheNewIsReady()
    {
        await World.Actualizer.StopAsync();
        World.Actualizer.Settings["NAMESPACE_TEMPLATE"] = "";
        await World.Actualizer.StartAsync();
        var al = await World.RunningProducerAsync("al", Shop);
        var before = await World.Cluster.NamesAsync("al");

        await World.Actualizer.StopAsync();
        await World.Actualizer.StartAsync(("NAMESPACE_TEMPLATE", Template));

        await Eventually.That(() => World.Cluster.NamesAsync("al"), Is.Empty, "the old place is empty", TimeSpan.FromSeconds(90));
        Assert.That(await In("al").ReadyPodsAsync("al"), Has.Count.EqualTo(3), "the new one was ready before");
        Assert.That((await In("al").NamesAsync("al")).Select(WithoutHash), Is.EqualTo(before.Select(WithoutHash)));
        await World.UntilAsync(al, ReconcileState.Succeeded, reason: "Applied");
        await Eventually.That(() => World.Cluster.ListAsync("NetworkPolicy"), Is.Empty, "nobody is left to guard in the old place", TimeSpan.FromSeconds(30));

        // And back.
        await World.Actualizer.StopAsync();
        await World.Actualizer.StartAsync(("NAMESPACE_TEMPLATE", ""), ("FORMER_NAMESPACE_TEMPLATE", Template));
        await Eventually.That(() => In("al").NamesAsync("al"), Is.Empty, "the place between is empty", TimeSpan.FromSeconds(90));
        Assert.That((await World.Cluster.NamesAsync("al")).Select(WithoutHash), Is.EqualTo(before.Select(WithoutHash)));
        Assert.That((await World.Cluster.ListAsync("NetworkPolicy")).Select(ClusterReader.Name), Is.EquivalentTo((string[])["tenant-al", "tenants-function", "tenants-gateway", "tenants-sls-api", "tenants-workspace"]));
    }

    [Test]
    public async Task Rollout_UnderAQuotaThatJustFits_Succeeds()
    {
        await World.Actualizer.StopAsync();
        await World.Actualizer.StartAsync(("QUOTA_PODS", "5"));
        var al = await World.RunningProducerAsync("al", Shop);

        var commit = await al.PushAsync(new Project(new Gateway("g1", "Shop", RateLimit: 3)));
        await World.UntilAsync(al, ReconcileState.Succeeded, commit);
        await Eventually.That(() => In("al").ReadyPodsAsync("al"), Has.Count.EqualTo(3), "the new pods are ready", TimeSpan.FromSeconds(60));

        var more = await al.PushAsync(new Project(new Gateway("g1", "Shop"), new Gateway("g2", "Store")));
        var refused = await World.UntilAsync(al, ReconcileState.Refused, more, "InvalidDocument");
        Assert.That(refused.Message, Does.Contain("QUOTA_PODS"));
    }

    private async Task<IReadOnlyList<string>> TenantAsync()
    {
        var all = new List<string>();
        foreach (var kind in TenantKinds)
            all.AddRange((await In("al").ListAsync(kind, "al")).Select(item => $"{kind}/{ClusterReader.Name(item)} {item["metadata"]!["uid"]}"));
        return all;
    }

    private static string WithoutHash(string name) => name.StartsWith("ConfigMap/", StringComparison.Ordinal) ? name[..name.LastIndexOf('-')] : name;
}
