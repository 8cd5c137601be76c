using System.Net;
using System.Net.Sockets;
using GitOps.Engine.Composing;
using GitOps.Engine.Composing.Function;
using GitOps.Engine.Composing.Tenant;
using GitOps.Engine.Hosts;
using GitOps.Engine.Live;
using GitOps.Engine.Manifests;
using GitOps.Engine.Reconciling;
using GitOps.Testing.Network;

namespace GitOps.Engine.Tests.Composing.Tenant;

/// <summary>Who may talk to whom, where all producers share a namespace and where each has its own: the same in both.</summary>
[TestFixture("")]
[TestFixture("customer-$PRODUCER")]
public sealed class NetworkTests(string template)
{
    private const string Shared = "customer";

    // One begins like another, ends like it, or would be it with a hyphen or a word moved.
    private static readonly string[] Producers = ["al", "a", "b", "a-b", "a-b-c", "al-dev", "s-gateway", "gateway", "tenant-al", "al-al"];
    private static readonly string[] Apps = ["gateway", "workspace", "sls-api", "function", "kubeless-fn", "stranger"];
    private static readonly int[] Ports = [80, 3000, 4230, 4231, 4444, 8080, 9876];

    private static readonly NetworkEndpoint Ingress = NetworkEndpoint.Pod("kube-system", "traefik");
    private static readonly NetworkEndpoint Dns = NetworkEndpoint.Pod("kube-system", "coredns");
    private static readonly NetworkEndpoint Internet = NetworkEndpoint.Outside("93.184.216.34");

    [Test]
    public void Pods_OfTwoProducers_NeverReachEachOther()
    {
        var policies = Policies(Producers);
        var opened =
            from owner in Producers
            from other in Producers
            where owner != other
            from app in Apps
            from called in Apps
            from port in Ports
            where policies.Allow(Pod(app, owner), Pod(called, other), port)
            select $"{app} of {owner} to {called} of {other} at {port}";
        Assert.That(opened, Is.Empty);
    }

    [Test]
    public void Pods_OfOneProducer_ReachEachOtherWhereAGatewayServesThem()
    {
        var policies = Policies(Producers);
        // Environments of one producer are one owner's.
        foreach (var producer in Producers)
        {
            var opened =
                from app in Apps
                from called in Apps
                from port in Ports
                where policies.Allow(Pod(app, producer), NetworkEndpoint.Pod(NamespaceOf(producer), called, producer, "staging"), port)
                select $"{app} to {called} at {port}";
            Assert.That(opened, Is.EquivalentTo(new[] { "gateway to workspace at 3000", "gateway to function at 8080", "gateway to kubeless-fn at 8080" }), producer);
        }
    }

    [Test]
    public void Pods_OfAnyProducer_AreReachedFromOutsideAtTheirPortsOnly()
    {
        var policies = Policies(Producers);
        foreach (var producer in Producers)
        {
            var opened =
                from app in Apps
                from port in Ports
                where policies.Allow(Ingress, Pod(app, producer), port)
                select $"{app}:{port}";
            Assert.That(opened, Is.EquivalentTo(new[] { "gateway:8080", "workspace:3000", "workspace:4230", "workspace:4231", "sls-api:4444", "function:8080", "kubeless-fn:8080" }), producer);
            foreach (var caller in (NetworkEndpoint[])[Internet, NetworkEndpoint.Pod("monitoring", "prometheus"), NetworkEndpoint.Pod("elsewhere", "gateway", producer), NetworkEndpoint.Pod(NamespaceOf(producer), "gateway")])
            {
                // A pod without a producer is a stranger in a namespace of all, and in a producer's own it is the producer's.
                if (template.Length > 0 && caller.Namespace == NamespaceOf(producer)) continue;
                Assert.That(Apps.SelectMany(app => Ports.Where(port => policies.Allow(caller, Pod(app, producer), port))), Is.Empty, caller.ToString());
            }
        }
    }

    [TestCase("gateway", "default", 6379, true)]
    [TestCase("workspace", "default", 6379, false)]
    [TestCase("sls-api", "default", 6379, false)]
    [TestCase("function", "default", 6379, false)]
    [TestCase("workspace", "default", 3002, true)]
    [TestCase("sls-api", "default", 3002, true)]
    [TestCase("gateway", "default", 3002, false)]
    [TestCase("function", "default", 3002, false)]
    [TestCase("workspace", "gitea", 22, true)]
    [TestCase("sls-api", "gitea", 22, true)]
    [TestCase("sls-api", "gitea", 3000, false)]
    [TestCase("gateway", "gitea", 22, false)]
    [TestCase("function", "gitea", 22, false)]
    [TestCase("kubeless-fn", "gitea", 22, false)]
    public void Platform_FromAComponent_IsReachedByThoseThatNeedIt(string app, string place, int port, bool expected) =>
        Assert.That(Policies(["al"]).Allow(Pod(app), NetworkEndpoint.Pod(place, "any"), port), Is.EqualTo(expected));

    [Test]
    public void Names_FromAnyPod_AreResolvedAndNothingElseIsReachedThere()
    {
        var policies = Policies(["al"]);
        foreach (var app in Apps)
        {
            Assert.That((policies.Allow(Pod(app), Dns, 53, "UDP"), policies.Allow(Pod(app), Dns, 53)), Is.EqualTo((true, true)), app);
            Assert.That(policies.Allow(Pod(app), Dns, 443), Is.False, app);
        }
    }

    [TestCase("93.184.216.34", true)]
    [TestCase("169.254.169.254", false)] // instance metadata
    [TestCase("168.63.129.16", false)] // the host's agent in Azure
    [TestCase("100.100.100.200", false)]
    [TestCase("192.0.0.192", false)]
    [TestCase("10.96.0.1", false)] // the API server's service
    [TestCase("10.244.3.9", false)] // pods
    [TestCase("172.20.0.1", false)]
    [TestCase("192.168.1.1", false)]
    [TestCase("127.0.0.1", false)]
    [TestCase("2606:4700::6810:84e5", false)] // not before an operator says so
    [TestCase("fd00:ec2::254", false)]
    public void Address_FromTenantsCode_IsReachedWhenItIsOfTheInternet(string address, bool expected)
    {
        var policies = Policies(["al"]);
        foreach (var app in (string[])["gateway", "workspace", "function", "kubeless-fn"])
            Assert.That(policies.Allow(Pod(app), NetworkEndpoint.Outside(address), 443), Is.EqualTo(expected), app);
        foreach (var app in (string[])["sls-api", "stranger"]) Assert.That(policies.Allow(Pod(app), NetworkEndpoint.Outside(address), 443), Is.False, app);
    }

    [TestCase("2606:4700::6810:84e5", true)]
    [TestCase("::1", false)]
    [TestCase("fd00:ec2::254", false)] // instance metadata
    [TestCase("fe80::1", false)]
    [TestCase("64:ff9b::a9fe:a9fe", false)] // the same by way of NAT64
    [TestCase("2002:a9fe:a9fe::1", false)]
    [TestCase("ff02::1", false)]
    public void Address_OfTheSixthVersionWhereThatIsAllowed_IsReachedWhenItIsOfTheInternet(string address, bool expected) =>
        Assert.That(Policies(["al"], new TenantSettings { Egress = "0.0.0.0/0,::/0" }).Allow(Pod("function"), NetworkEndpoint.Outside(address), 443), Is.EqualTo(expected));

    [Test]
    public void Exceptions_InTheDefault_AreRangesAsAnApiServerTakesThem()
    {
        foreach (var part in new TenantSettings().EgressExcept.Split(','))
        {
            var network = IPNetwork.Parse(part);
            Assert.That(network.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6 && network.BaseAddress.IsIPv4MappedToIPv6, Is.False, "such a range lies in none of the sixth version, says an API server");
        }
    }

    [Test]
    public void Metrics_WithASetting_AreScrapedFromThereOnly()
    {
        var policies = Policies(Producers, new TenantSettings { Metrics = "monitoring" });
        Assert.That(policies.Allow(NetworkEndpoint.Pod("monitoring", "prometheus"), Pod("gateway"), 9876), Is.True);
        foreach (var caller in (NetworkEndpoint[])[Ingress, Internet, Pod("gateway", "a-b"), Pod("workspace")]) Assert.That(policies.Allow(caller, Pod("gateway"), 9876), Is.False, caller.ToString());
    }

    [Test]
    public void ApiServer_WithFunctionsLeftToSlsApi_IsReachedByItAlone()
    {
        var policies = Policies(["al"], new TenantSettings { ApiServer = "10.0.0.5/32:6443" }, FunctionsProvider.None);
        var server = NetworkEndpoint.Outside("10.0.0.5");
        foreach (var app in Apps) Assert.That(policies.Allow(Pod(app), server, 6443), Is.EqualTo(app == "sls-api"), app);
    }

    [Test]
    public void Peers_SetToNobody_AllowNobody()
    {
        var policies = Policies(["al"], new TenantSettings { Ingress = "", Dns = "", Git = "", Redis = "", Egress = "" });
        Assert.That(policies.Allow(Ingress, Pod("gateway"), 8080), Is.False);
        Assert.That(policies.Allow(Pod("gateway"), Internet, 443), Is.False);
    }

    [Test]
    public void Range_ThatLiesInAnException_IsLeftOut()
    {
        var policies = Policies(["al"], new TenantSettings { Egress = "93.184.0.0/16,10.1.0.0/16" });
        Assert.That(policies.Allow(Pod("gateway"), Internet, 443), Is.True);
        Assert.That(policies.Allow(Pod("gateway"), NetworkEndpoint.Outside("10.1.0.7"), 443), Is.False);
    }

    [Test]
    public void Stranger_InTheSharedNamespace_IsNobodysToShut()
    {
        if (template.Length > 0) Assert.Pass("In a producer's own namespace everything is the producer's.");
        var (policies, stranger) = (Policies(Producers), NetworkEndpoint.Pod(Shared, "gateway"));
        Assert.That(policies.Allow(stranger, Internet, 443), Is.True);
        Assert.That(policies.Allow(Ingress, stranger, 9876), Is.True);
    }

    [Test]
    public void Policies_OfManyProducers_AreOneForEachInASharedNamespace()
    {
        var keys = Manifests(Producers).Where(manifest => manifest.Key.Kind == "NetworkPolicy").Select(manifest => manifest.Key).ToList();
        Assert.That(keys, Is.Unique);
        Assert.That(keys, Has.Count.EqualTo(template.Length > 0 ? 6 * Producers.Length : Producers.Length + 4));
    }

    private NetworkEndpoint Pod(string app, string producer = "al") => NetworkEndpoint.Pod(NamespaceOf(producer), app, producer);

    private string NamespaceOf(string producer) => template.Length > 0 ? $"customer-{producer}" : Shared;

    private NetworkPolicies Policies(IEnumerable<string> producers, TenantSettings? tenant = null, FunctionsProvider provider = FunctionsProvider.Deployment) =>
        new(Manifests(producers, tenant, provider).Where(manifest => manifest.Key.Kind == "NetworkPolicy").Select(manifest => manifest.Body));

    private IEnumerable<Manifest> Manifests(IEnumerable<string> producers, TenantSettings? tenant = null, FunctionsProvider provider = FunctionsProvider.Deployment)
    {
        var settings = new CompositionSettings { NamespaceTemplate = template, FunctionsProvider = provider };
        tenant ??= new TenantSettings();
        var composer = new LunchBadgerComposer(settings, tenant);
        var shared = new SharedPolicies(new Namespaces(settings), settings, tenant, new NoCluster(), new LiveObjects("test", new HostClaims()), TimeProvider.System);
        return [.. producers.SelectMany(producer => composer.Compose(TestSnapshots.Of(producer)).Manifests), .. shared.Policies];
    }
}
