using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using GitOps.Engine.Composing;
using GitOps.Engine.Composing.Function;
using GitOps.Engine.Composing.Tenant;
using GitOps.Engine.Manifests;
using GitOps.Testing.Network;

namespace GitOps.Engine.Tests.Composing.Tenant;

/// <summary>What a producer has as a whole where each has a namespace of its own.</summary>
public sealed class TenantTests
{
    private const string Own = "customer-al";

    private static IEnumerable<TestCaseData> Connections()
    {
        var (gateway, workspace, sls, function) = (Pod("gateway"), Pod("workspace"), Pod("sls-api"), Pod("function"));
        var (ingress, scraper, platform, gitea) = (Pod("traefik", "kube-system"), Pod("prometheus", "monitoring"), Pod("configstore", "default"), Pod("gitea", "gitea"));
        var (metadata, internet, node) = (NetworkEndpoint.Outside("169.254.169.254"), NetworkEndpoint.Outside("93.184.216.34"), NetworkEndpoint.Outside("10.0.0.5"));

        yield return Case(gateway, workspace, 3000, true);
        yield return Case(gateway, workspace, 4231, false);
        yield return Case(gateway, function, 8080, true);
        yield return Case(gateway, Pod("kubeless-fn"), 8080, true);
        yield return Case(gateway, sls, 4444, false);
        yield return Case(gateway, Pod("workspace", "customer-bo"), 3000, false);
        yield return Case(gateway, Pod("function", "customer-bo"), 8080, false);
        yield return Case(function, Pod("function", "customer-bo"), 8080, false);
        yield return Case(Pod("gateway", "customer-bo"), workspace, 3000, false);
        yield return Case(Pod("gateway", "elsewhere"), workspace, 3000, false);
        yield return Case(function, workspace, 3000, false);
        yield return Case(workspace, function, 8080, false);
        foreach (var caller in (NetworkEndpoint[])[workspace, function, sls, gateway, ingress, scraper, Pod("gateway", "customer-bo"), internet])
            yield return Case(caller, gateway, 9876, false);
        yield return Case(ingress, gateway, 8080, true);
        foreach (var port in (int[])[3000, 4230, 4231]) yield return Case(ingress, workspace, port, true);
        yield return Case(ingress, sls, 4444, true);
        yield return Case(ingress, function, 8080, true);
        yield return Case(ingress, Pod("stranger"), 8080, false);
        yield return Case(internet, gateway, 8080, false);
        foreach (var pod in (NetworkEndpoint[])[gateway, workspace, sls, function, Pod("stranger")])
        {
            yield return Case(pod, Pod("coredns", "kube-system"), 53, true, "UDP");
            yield return Case(pod, Pod("coredns", "kube-system"), 53, true);
            yield return Case(pod, Pod("coredns", "kube-system"), 443, false);
            yield return Case(pod, metadata, 80, false);
            yield return Case(pod, node, 6443, false);
        }
        yield return Case(workspace, platform, 3002, true);
        yield return Case(sls, gitea, 22, true);
        yield return Case(sls, gitea, 3000, false);
        yield return Case(gateway, platform, 3002, false);
        yield return Case(function, gitea, 22, false);
        yield return Case(gateway, Pod("redis", "default"), 6379, true);
        yield return Case(function, Pod("redis", "default"), 6379, false);
        foreach (var pod in (NetworkEndpoint[])[gateway, workspace, function]) yield return Case(pod, internet, 443, true);
        yield return Case(sls, internet, 443, false);
    }

    [TestCaseSource(nameof(Connections))]
    public void Connection_OfAnyTwo_IsAllowedWhereNeededAndNowhereElse(NetworkEndpoint from, NetworkEndpoint to, int port, string protocol, bool expected) =>
        Assert.That(Policies(Compose("al"), Compose("bo")).Allow(from, to, port, protocol), Is.EqualTo(expected));

    [Test]
    public void Metrics_WithASetting_AreScrapedFromThereOnly()
    {
        var policies = Policies(Compose("al", tenant: new TenantSettings { Metrics = "monitoring" }));
        Assert.That(policies.Allow(Pod("prometheus", "monitoring"), Pod("gateway"), 9876), Is.True);
        Assert.That(policies.Allow(Pod("traefik", "kube-system"), Pod("gateway"), 9876), Is.False);
    }

    [Test]
    public void ApiServer_WithFunctionsLeftToSlsApi_IsReachedByItAlone()
    {
        var policies = Policies(Compose("al", FunctionsProvider.None, new TenantSettings { ApiServer = "10.0.0.5/32:6443" }));
        var server = NetworkEndpoint.Outside("10.0.0.5");
        Assert.That(policies.Allow(Pod("sls-api"), server, 6443), Is.True);
        Assert.That(policies.Allow(Pod("workspace"), server, 6443), Is.False);
    }

    [Test]
    public void Peers_SetToNobody_AllowNobody()
    {
        var policies = Policies(Compose("al", tenant: new TenantSettings { Ingress = "", Dns = "", Git = "", Redis = "", Egress = "" }));
        Assert.That(policies.Allow(Pod("traefik", "kube-system"), Pod("gateway"), 8080), Is.False);
        Assert.That(policies.Allow(Pod("gateway"), NetworkEndpoint.Outside("93.184.216.34"), 443), Is.False);
    }

    [Test]
    public void Range_ThatLiesInAnException_IsLeftOut()
    {
        var policies = Policies(Compose("al", tenant: new TenantSettings { Egress = "93.184.0.0/16,10.1.0.0/16" }));
        Assert.That(policies.Allow(Pod("gateway"), NetworkEndpoint.Outside("93.184.216.34"), 443), Is.True);
        Assert.That(policies.Allow(Pod("gateway"), NetworkEndpoint.Outside("10.1.0.7"), 443), Is.False);
    }

    [TestCase(FunctionsProvider.Deployment, true)]
    [TestCase(FunctionsProvider.None, false)]
    public void Pods_AllButAnSlsApiThatDeploys_RunWithoutAToken(FunctionsProvider provider, bool slsToo)
    {
        var manifests = Compose("al", provider);
        var pods = manifests.Where(manifest => manifest.Key.Kind == "Deployment").ToDictionary(manifest => manifest.Key.Name, manifest => manifest.Body["spec"]!["template"]!["spec"]!);
        var accounts = manifests.Where(manifest => manifest.Key.Kind == "ServiceAccount").ToDictionary(manifest => manifest.Key.Name);

        Assert.That(pods, Is.Not.Empty);
        foreach (var (name, pod) in pods)
        {
            var account = (string)pod["serviceAccountName"]!;
            Assert.That(accounts, Does.ContainKey(account), "an account of ours");
            if (name == "sls-api-al-dev" && !slsToo) Assert.That((account, pod["automountServiceAccountToken"]), Is.EqualTo(("sls-api", (JsonNode?)null)));
            else Assert.That(((bool?)pod["automountServiceAccountToken"], (bool?)accounts[account].Body["automountServiceAccountToken"]), Is.EqualTo((false, false)));
        }
    }

    [Test]
    public void Tenant_OfADisabledEnvironment_IsDesiredStill()
    {
        var whole = Compose("al").Where(IsTenants).Select(manifest => manifest.Body.ToJsonString());
        var off = new LunchBadgerComposer(Settings()).Compose(TestSnapshots.Of("al", new Dictionary<string, string> { ["lunchbadger.json"] = """{"disabled":true}""" }));

        Assert.That(off.Disabled, Is.True);
        Assert.That(off.Manifests.Select(manifest => manifest.Body.ToJsonString()), Is.EqualTo(whole));
    }

    [Test]
    public void Environment_ThatDoesNotFitTheQuota_IsRefusedWithTheReason()
    {
        var composition = new LunchBadgerComposer(Settings(), new TenantSettings { QuotaPods = 3 }).Compose(TestSnapshots.Of("al"));
        Assert.That(composition.Problems.Single().Reason, Does.Contain("4 pods").And.Contain("QUOTA_PODS"));
    }

    [Test]
    public void Environment_ThatJustFitsTheQuota_IsComposed() =>
        Assert.That(new LunchBadgerComposer(Settings(), new TenantSettings { QuotaPods = 4 }).Compose(TestSnapshots.Of("al")).Problems, Is.Empty);

    [Test]
    public void Container_ThatRequestsMoreThanTheDefaultLimit_MayUseIt()
    {
        var dev = new Dictionary<string, string> { ["environments/dev.json"] = """{"resources":{"workspace":{"requests":{"memory":"2Gi"}}}}""" };
        var composition = new LunchBadgerComposer(Settings()).Compose(TestSnapshots.Of("al", dev));
        var workspace = composition.Manifests.Single(manifest => manifest.Key is { Kind: "Deployment", Name: "workspace-al-dev" });
        Assert.That((string?)workspace.Body["spec"]!["template"]!["spec"]!["containers"]![0]!["resources"]!["limits"]!["memory"], Is.EqualTo("2Gi"));
    }

    [Test]
    public void PullSecret_WithItsContent_IsMadeInTheNamespace()
    {
        var settings = Settings();
        settings.PullSecret = "registry";
        var secret = new LunchBadgerComposer(settings, new TenantSettings { PullSecretConfig = "{}" }).Compose(TestSnapshots.Of("al")).Manifests.Single(manifest => manifest.Key is { Kind: "Secret", Name: "registry" });
        Assert.That((secret.Key.Namespace, (string?)secret.Body["data"]![".dockerconfigjson"]), Is.EqualTo((Own, "e30=")));
    }

    [Test]
    public void Shared_Namespace_HoldsNothingOfAProducerAsAWhole() =>
        Assert.That(new LunchBadgerComposer(new CompositionSettings()).Compose(TestSnapshots.Of("al")).Manifests.Where(IsTenants), Is.Empty);

    [Test]
    public void Validate_RequestAboveItsLimit_IsNamed()
    {
        var settings = new TenantSettings { ContainerMemory = "2Gi" };
        Assert.That(settings.Validate(new ValidationContext(settings)).Single().MemberNames, Is.EqualTo(new[] { "CONTAINER_MEMORY" }));
    }

    [TestCase("default:3002, 10.0.0.0/8:443, fd00::/8", true)]
    [TestCase("", true)]
    [TestCase("Default", false)]
    [TestCase("default:0", false)]
    [TestCase("10.0.0.0/33", false)]
    public void NetworkPeers_Text_IsReadOrRefused(string text, bool expected) => Assert.That(new NetworkPeersAttribute().IsValid(text), Is.EqualTo(expected));

    private static TestCaseData Case(NetworkEndpoint from, NetworkEndpoint to, int port, bool allowed, string protocol = "TCP") =>
        new TestCaseData(from, to, port, protocol, allowed).SetArgDisplayNames($"{from} to {to}:{port}/{protocol} {(allowed ? "allowed" : "denied")}");

    private static NetworkEndpoint Pod(string app, string @namespace = Own) => NetworkEndpoint.Pod(@namespace, app);

    private static NetworkPolicies Policies(params IEnumerable<IReadOnlyList<Manifest>> compositions) =>
        new(compositions.SelectMany(manifests => manifests).Where(manifest => manifest.Key.Kind == "NetworkPolicy").Select(manifest => manifest.Body));

    private static bool IsTenants(Manifest manifest) => (string?)manifest.Body["metadata"]!["labels"]!["app"] == "tenant";

    private static CompositionSettings Settings(FunctionsProvider provider = FunctionsProvider.Deployment) =>
        new() { NamespaceTemplate = "customer-$PRODUCER", FunctionsProvider = provider };

    private static IReadOnlyList<Manifest> Compose(string producer, FunctionsProvider provider = FunctionsProvider.Deployment, TenantSettings? tenant = null) =>
        new LunchBadgerComposer(Settings(provider), tenant).Compose(TestSnapshots.Of(producer)).Manifests;
}
