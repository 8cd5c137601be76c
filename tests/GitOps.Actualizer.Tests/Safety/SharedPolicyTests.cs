using System.Net;
using System.Text.Json.Nodes;
using GitOps.Actualizer.Tests.Support;
using GitOps.Model.Api;
using GitOps.Testing;
using GitOps.Testing.ControlPlane;
using GitOps.Testing.Network;

namespace GitOps.Actualizer.Tests.Safety;

/// <summary>Network policies in a namespace that all producers share, as a real API server holds them.</summary>
internal sealed class SharedPolicyTests : ActualizerFixture
{
    private static readonly string[] Common = ["tenants-function", "tenants-gateway", "tenants-sls-api", "tenants-workspace"];

    [Test]
    public async Task Policies_OfProducersThatAreMistakenForOneAnother_KeepThemApart()
    {
        await StartAsync(("NETWORK_EGRESS", "0.0.0.0/0,::/0"));
        string[] producers = ["al", "al-dev", "a"];
        foreach (var producer in producers) await ApplyAsync(producer, Project.Of(producer, "Shop"));

        Assert.That(await NamesAsync(), Is.EqualTo((string[])["tenant-a", "tenant-al", "tenant-al-dev", .. Common]));
        var policies = await PoliciesAsync();
        foreach (var from in producers)
        {
            foreach (var to in producers)
            {
                Assert.That(policies.Allow(Pod("gateway", from), Pod("workspace", to), 3000), Is.EqualTo(from == to), $"{from} to {to}");
                Assert.That(policies.Allow(Pod("gateway", from), Pod("gateway", to), 9876), Is.False, $"{from} to {to}");
            }
        }
    }

    [TestCase("tenant-al")]
    [TestCase("tenants-workspace")]
    public async Task Policy_ChangedOrDeletedByHand_IsSetRight(string name)
    {
        await StartAsync();
        await ApplyAsync("al", Project.Of("al", "Shop"));
        var before = await Cluster.GetAsync("NetworkPolicy", name);

        await Cluster.MergeAsync("NetworkPolicy", name, """{"spec":{"ingress":[{}],"egress":[{}]}}""");
        await Eventually.That(async () => (await Cluster.GetAsync("NetworkPolicy", name)).GetProperty("spec").ToString(), Is.EqualTo(before.GetProperty("spec").ToString()));

        await Cluster.DeleteAsync("NetworkPolicy", name);
        await Eventually.That(async () => (await Cluster.FindAsync("NetworkPolicy", name))?.GetProperty("spec").ToString(), Is.EqualTo(before.GetProperty("spec").ToString()));
    }

    [Test]
    public async Task Environments_SwitchedOffAndGone_LeaveThePolicyUntilTheProducerIsGone()
    {
        var actualizer = await StartAsync();
        await ApplyAsync("bo", Project.Of("bo"));
        await ApplyAsync("al", Project.Of("al"));
        await ApplyAsync("al", Project.Disabled("al"));
        Assert.That(await Cluster.AllOfAsync("al"), Is.Empty);
        Assert.That(await NamesAsync(), Has.Member("tenant-al"));

        await ApplyAsync("al", Project.Of("al"));
        Store.Remove("al");
        await Eventually.That(
            async () =>
            {
                Store.ListAgain(TimeSpan.FromSeconds(10));
                return await NamesAsync();
            },
            Is.EqualTo((string[])["tenant-bo", .. Common]));
        Assert.That(await Cluster.AllOfAsync("al"), Is.Empty);
        Assert.That(actualizer.Get<Engine.Live.LiveObjects>().Deserted, Is.Empty);
    }

    [Test]
    public async Task Policies_WherePodsRanWithout_CutNobodyOffUntilAllHaveTheirs()
    {
        var before = await StartAsync(("NETWORK_POLICIES", "Off"));
        await ApplyAsync("al", Project.Of("al", "Shop"));
        await ApplyAsync("bo", Project.Of("bo", "Shop"));
        Assert.That(await NamesAsync(), Is.Empty);
        await StopAsync(before);

        // As if the first look at bo took long.
        await Cluster.CreateAsync("NetworkPolicy", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "tenant-bo" }, ["spec"] = new JsonObject { ["podSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["nobody"] = "" } } } });
        await StartAsync();
        await ReportedAsync("bo", ReconcileState.Refused, reason: "ForeignObject");
        await Eventually.That(NamesAsync, Has.Member("tenant-al"));
        var between = await PoliciesAsync();
        Assert.That(between.Allow(Pod("gateway", "bo"), Pod("workspace", "bo"), 3000), Is.True, "bo goes on");
        Assert.That(between.Allow(Pod("gateway", "bo"), Pod("workspace", "al"), 4231), Is.False, "no more is open than must be");
        Assert.That(between.Allow(Pod("function", "bo"), Pod("workspace", "al"), 3000), Is.False);

        await Cluster.DeleteAsync("NetworkPolicy", "tenant-bo");
        await ReportedAsync("bo", ReconcileState.Succeeded);
        await Eventually.That(async () => (await PoliciesAsync()).Allow(Pod("gateway", "bo"), Pod("workspace", "al"), 3000), Is.False);
        Assert.That((await PoliciesAsync()).Allow(Pod("gateway", "bo"), Pod("workspace", "bo"), 3000), Is.True);

        // Narrowed once, they are never widened again.
        await Cluster.DeleteAsync("NetworkPolicy", "tenant-bo");
        await Cluster.DeleteAsync("NetworkPolicy", "tenants-workspace");
        await Eventually.That(NamesAsync, Is.EqualTo((string[])["tenant-al", "tenant-bo", .. Common]));
        Assert.That((await PoliciesAsync()).Allow(Pod("gateway", "bo"), Pod("workspace", "al"), 3000), Is.False);
    }

    [Test]
    public async Task Policies_SwitchedOff_GoAndNothingElseChanges()
    {
        var before = await StartAsync();
        await ApplyAsync("al", Project.Of("al", "Shop"));
        await StopAsync(before);
        var versions = await Cluster.VersionsOfAsync("al");

        await StartAsync(("NETWORK_POLICIES", "Off"));

        await Eventually.That(NamesAsync, Is.Empty);
        Assert.That(await Cluster.VersionsOfAsync("al"), Is.EqualTo(versions));
    }

    [Test]
    public async Task CommonPolicy_OfSomebodyElse_HoldsEverythingUntilItGoes()
    {
        await Cluster.CreateNamespaceAsync();
        await Cluster.CreateAsync("NetworkPolicy", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "tenants-gateway" }, ["spec"] = new JsonObject { ["podSelector"] = new JsonObject() } });
        var theirs = (await Cluster.GetAsync("NetworkPolicy", "tenants-gateway")).ToString();
        Store.Push("al", Project.Of("al", "Shop"));
        var actualizer = await StartAsync();

        await Eventually.That(() => ReadyAsync(actualizer), Does.Contain("tenants-gateway").And.Contain("kubectl-create").And.Contain("delete or rename it"));
        Assert.That(await Cluster.AllOfAsync("al"), Is.Empty);
        Assert.That((await Cluster.GetAsync("NetworkPolicy", "tenants-gateway")).ToString(), Is.EqualTo(theirs));

        await Cluster.DeleteAsync("NetworkPolicy", "tenants-gateway");
        await ReportedAsync("al", ReconcileState.Succeeded);
    }

    [Test]
    public async Task Role_OfBeforeThereWerePolicies_HoldsWhatIsNewUntilItIsExtendedOrTheyAreSwitchedOff()
    {
        await Cluster.CreateNamespaceAsync();
        await AllowAsync("""[{"apiGroups":["","apps"],"resources":["configmaps","secrets","services","deployments"],"verbs":["*"]},{"apiGroups":["networking.k8s.io"],"resources":["ingresses"],"verbs":["*"]}]""");
        var kubeconfig = ("KUBECONFIG", Server.WriteKubeconfig("limited", KubernetesApiServer.LimitedUser, Server.LimitedToken));

        var off = await StartAsync(kubeconfig, ("NETWORK_POLICIES", "Off"));
        await ApplyAsync("al", Project.Of("al", "Shop"));
        await StopAsync(off);
        var versions = await Cluster.VersionsOfAsync("al");

        var actualizer = await StartAsync(kubeconfig);
        Store.Push("bo", Project.Of("bo"));
        await Eventually.That(() => ReadyAsync(actualizer), Does.Contain("networkpolicies").And.Contain("NETWORK_POLICIES=Off"));
        Assert.That(await Cluster.VersionsOfAsync("al"), Is.EqualTo(versions), "what runs keeps running");
        Assert.That(await Cluster.AllOfAsync("bo"), Is.Empty);

        await Cluster.MergeAsync("Role", "actualizer", """{"rules":[{"apiGroups":["","apps","networking.k8s.io"],"resources":["configmaps","secrets","services","deployments","ingresses","networkpolicies"],"verbs":["get","list","watch","create","patch","delete"]}]}""");
        await ReportedAsync("bo", ReconcileState.Succeeded);
        Assert.That(await NamesAsync(), Is.SupersetOf((string[])["tenant-bo", .. Common]));
    }

    private async Task AllowAsync(string rules)
    {
        await Cluster.CreateAsync("Role", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "actualizer" }, ["rules"] = JsonNode.Parse(rules) });
        await Cluster.CreateAsync("RoleBinding", new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "actualizer" },
            ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "Role", ["name"] = "actualizer" },
            ["subjects"] = new JsonArray(new JsonObject { ["kind"] = "User", ["name"] = KubernetesApiServer.LimitedUser }),
        });
    }

    /// <summary>What the process says of why it is not ready.</summary>
    private static async Task<string> ReadyAsync(RunningActualizer actualizer)
    {
        using var answer = await actualizer.Http.GetAsync("/ready");
        return answer.StatusCode == HttpStatusCode.OK ? "" : await answer.Content.ReadAsStringAsync();
    }

    private async Task<IReadOnlyList<string>> NamesAsync() => [.. (await Cluster.ListAsync("NetworkPolicy")).Select(ClusterView.Name).Order(StringComparer.Ordinal)];

    private async Task<NetworkPolicies> PoliciesAsync() => new((await Cluster.ListAsync("NetworkPolicy")).Select(item => JsonNode.Parse(item.GetRawText())!));

    private NetworkEndpoint Pod(string app, string producer) => NetworkEndpoint.Pod(Cluster.Namespace, app, producer);
}
