using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using GitOps.Engine.Composing;
using GitOps.Engine.Composing.Function;
using GitOps.Engine.Composing.Tenant;
using GitOps.Engine.Manifests;

namespace GitOps.Engine.Tests.Composing.Tenant;

/// <summary>What a producer has as a whole, above all where each has a namespace of its own.</summary>
public sealed class TenantTests
{
    private const string Own = "customer-al";

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

    [TestCase("")]
    [TestCase("customer-$PRODUCER")]
    public void NetworkPolicies_SwitchedOff_AreNotDesired(string template)
    {
        var composer = new LunchBadgerComposer(new CompositionSettings { RedisUserKey = TestSnapshots.RedisUserKey, NamespaceTemplate = template }, new TenantSettings { NetworkPolicies = NetworkPolicyUse.Off });
        var tenants = composer.Compose(TestSnapshots.Of("al")).Manifests.Where(IsTenants).Select(manifest => manifest.Key.Kind).Distinct();
        Assert.That(tenants, Is.EqualTo(template.Length > 0 ? ["Namespace", "ResourceQuota", "LimitRange", "ServiceAccount"] : Array.Empty<string>()));
    }

    [Test]
    public void Shared_Namespace_HoldsOnePolicyOfAProducerAsAWhole() =>
        Assert.That(new LunchBadgerComposer(new CompositionSettings { RedisUserKey = TestSnapshots.RedisUserKey }).Compose(TestSnapshots.Of("al")).Manifests.Where(IsTenants).Select(manifest => manifest.Key.ToString()), Is.EqualTo(new[] { "NetworkPolicy customer/tenant-al" }));

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

    private static bool IsTenants(Manifest manifest) => (string?)manifest.Body["metadata"]!["labels"]!["app"] == "tenant";

    private static CompositionSettings Settings(FunctionsProvider provider = FunctionsProvider.Deployment) =>
        new() { NamespaceTemplate = "customer-$PRODUCER", FunctionsProvider = provider };

    private static IReadOnlyList<Manifest> Compose(string producer, FunctionsProvider provider = FunctionsProvider.Deployment, TenantSettings? tenant = null) =>
        new LunchBadgerComposer(Settings(provider), tenant).Compose(TestSnapshots.Of(producer)).Manifests;
}
