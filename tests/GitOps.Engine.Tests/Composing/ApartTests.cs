using System.Text.Json.Nodes;
using GitOps.Engine.Composing;
using GitOps.Engine.Composing.Tenant;
using GitOps.Engine.Manifests;
using GitOps.Model.Documents;
using GitOps.Model.Hosts;
using GitOps.Model.Names;

namespace GitOps.Engine.Tests.Composing;

/// <summary>
/// Everything that is composed for environments whose names were chosen to be mistaken for one another, all in one namespace or each
/// producer's in its own: what one has, no other has or reaches.
/// </summary>
[TestFixture("customer")]
[TestFixture("customer-$PRODUCER")]
[TestFixture("$PRODUCER-a")]
public sealed class ApartTests(string template)
{
    private static readonly string[] Producers = ["a", "b", "a-b", "a-dev", "a-b-c", "a-shop", "sls-a", "a-x0123456789abcdef"];
    private static readonly string[] Projects = ["main", "b", "shop", "b-c"];
    private static readonly string[] Environments = ["dev", "b", "c", "b-c", "shop", "shop-dev", "x0"];
    private static readonly string[] Instances = ["dev", "b", "c", "shop", "x0", "workspace"];
    private static readonly string[] Services = ["x", "dev", "dev-x", "c-dev", "x0123456789abcdef", "b-x0123456789abcdef", "a-service-whose-name-is-as-long-as-a-name-of-a-service-can-be-o"];

    private readonly LunchBadgerComposer _composer = new(new CompositionSettings { RedisUserKey = TestSnapshots.RedisUserKey, NamespaceTemplate = template, CustomerDomain = "example.com", AutoGateway = true, GatewayAdmin = GatewayAdminAccess.Open }, new TenantSettings { QuotaPods = 1000 });

    private IReadOnlyList<(EnvironmentKey Key, EnvironmentDocuments Documents, IReadOnlyList<Manifest> Manifests)> _all = [];

    [OneTimeSetUp]
    public void ComposeAll() => _all =
    [
        .. from producer in Producers
           from project in Projects
           from environment in Environments
           select Compose(EnvironmentKey.Parse($"{producer}/{project}/{environment}")),
    ];

    [Test]
    public void Objects_OfAllEnvironments_HaveNamesOfTheirOwn() =>
        Assert.That(_all.SelectMany(item => item.Manifests.Where(IsEnvironments)).GroupBy(manifest => manifest.Key).Where(same => same.Count() > 1).Select(same => same.Key), Is.Empty);

    [Test]
    public void Namespaces_OfAllProducers_AreTheirOwnWhereTheTemplateSaysSo()
    {
        var places = _all.SelectMany(item => item.Manifests.Select(manifest => (Namespace: manifest.Key.Kind == "Namespace" ? manifest.Key.Name : manifest.Key.Namespace, item.Key.Producer))).Distinct().ToList();

        Assert.That(places.Select(place => place.Producer).Distinct().Count(), Is.EqualTo(Producers.Length));
        if (template.Contains('$')) Assert.That(places.Select(place => place.Namespace), Is.Unique);
        else Assert.That(places.Select(place => place.Namespace), Is.All.EqualTo(template));
    }

    [Test]
    public void Objects_OfAProducerAsAWhole_AreTheSameForAllItsEnvironments()
    {
        var tenants = _all.SelectMany(item => item.Manifests.Where(manifest => !IsEnvironments(manifest))).Select(manifest => (manifest.Key, Body: manifest.Body.ToJsonString())).Distinct().ToList();

        Assert.That(tenants.Select(tenant => tenant.Key), Is.Unique);
        Assert.That(tenants, Has.Count.EqualTo(Producers.Length * (template.Contains('$') ? tenants.Select(tenant => (tenant.Key.Kind, Name: tenant.Key.Kind == "Namespace" ? "" : tenant.Key.Name)).Distinct().Count() : 1)));
    }

    [Test]
    public void Names_OfAllObjects_FitALabel() =>
        Assert.That(_all.SelectMany(item => item.Manifests).Where(manifest => manifest.Key.Kind != "ConfigMap" && manifest.Key.Name.Length > 63).Select(manifest => manifest.Key), Is.Empty);

    [Test]
    public void Hosts_OfAllEnvironments_AreTheirOwnButForThoseOfThePredecessorsForm()
    {
        var shared = _all
            .SelectMany(item => Hosts(item.Manifests).Select(host => (Host: host, item.Key)))
            .GroupBy(claim => claim.Host, claim => claim.Key)
            .Where(claims => claims.Distinct().Count() > 1)
            .ToList();

        Assert.That(shared.SelectMany(claims => claims), Is.All.Matches<EnvironmentKey>(key => key.Project == ProjectName.Main && !key.Environment.Value.Contains('-', StringComparison.Ordinal)));
        Assert.That(shared.Select(claims => claims.Key), Does.Contain("sls-a-dev.example.com"), "else nothing was tried");
    }

    [Test]
    public void Selectors_OfAllServices_FitThePodsOfOneDeployment()
    {
        var pods = _all.SelectMany(item => item.Manifests).Where(manifest => manifest.Key.Kind == "Deployment").Select(manifest => (manifest.Key.Name, Labels: manifest.Body["spec"]!["template"]!["metadata"]!["labels"]!.AsObject())).ToLookup(pod => pod.Labels["producer"]!.GetValue<string>());
        foreach (var service in _all.SelectMany(item => item.Manifests).Where(manifest => manifest.Key.Kind == "Service"))
        {
            var selector = service.Body["spec"]!["selector"]!.AsObject();
            var selected = pods[selector["producer"]!.GetValue<string>()].Where(pod => selector.All(wanted => pod.Labels[wanted.Key]?.GetValue<string>() == wanted.Value!.GetValue<string>())).Select(pod => pod.Name);
            Assert.That(selected, Is.EqualTo(new[] { service.Key.Name }));
        }
    }

    [Test]
    public void RedisNamespaces_OfAllEnvironments_AreTheirOwn()
    {
        var namespaces = _all.Select(item => item.Manifests
            .Where(manifest => manifest.Key.Kind == "Deployment")
            .SelectMany(manifest => manifest.Body["spec"]!["template"]!["spec"]!["containers"]![0]!["env"]!.AsArray())
            .Where(variable => variable!["name"]!.GetValue<string>() == "EG_NAMESPACE")
            .Select(variable => variable!["value"]!.GetValue<string>())
            .Distinct()
            .Single());

        Assert.That(namespaces, Is.Unique);
    }

    [Test]
    public void ServiceEndpoint_ToAnythingOfAnotherEnvironment_IsForeign()
    {
        var services = _all.SelectMany(item => item.Manifests.Where(manifest => manifest.Key.Kind == "Service").Select(manifest => (item.Key, manifest.Key.Name)))
            .Concat(_all.SelectMany(item => Services.Select(service => (item.Key, new ObjectNames(item.Key).Function(service)))))
            .Distinct()
            .ToList();
        var settings = new CompositionSettings { RedisUserKey = TestSnapshots.RedisUserKey, NamespaceTemplate = template };
        var namespaces = new Namespaces(settings);
        var rules = OperatorHosts.Of(settings, new TenantSettings(), namespaces);
        foreach (var (key, documents, _) in _all)
        {
            var hosts = new EnvironmentHosts(key, documents.Project, documents.Services, rules);
            foreach (var (owner, name) in services)
            {
                var @namespace = namespaces.Of(owner.Producer);
                foreach (var host in (string[])[name, $"{name}.{@namespace}", $"{name}.{@namespace}.svc.cluster.local"])
                {
                    if (IsForeign(hosts, host) != (owner != key)) Assert.Fail($"{host} of {owner} from {key}");
                }
                if (owner == key && !IsForeign(hosts, $"{name}.elsewhere")) Assert.Fail($"{name}.elsewhere from {key}");
            }
        }
    }

    private static bool IsForeign(EnvironmentHosts hosts, string name) => hosts.Violation(CalledHost.TryRead(name, out var host, out _) ? host : throw new ArgumentException(name)) is not null;

    private (EnvironmentKey, EnvironmentDocuments, IReadOnlyList<Manifest>) Compose(EnvironmentKey key)
    {
        var project = new JsonObject
        {
            ["gateways"] = new JsonArray([.. Instances.Select(name => new JsonObject { ["id"] = $"g-{name}", ["name"] = name, ["policies"] = new JsonArray(), ["pipelines"] = new JsonArray() })]),
            ["serviceEndpoints"] = new JsonArray(),
            ["apiEndpoints"] = new JsonArray(),
            ["connections"] = new JsonArray(),
        };
        var dev = TestSnapshots.ProjectFile($"{key.Producer}-{key.Environment}", project);
        dev["server/model-config.json"] = """{"Car":{"public":true}}""";
        var functions = Services.Select((service, n) => (Path: $"f{n}/serverless.yml", Text: $"service: {service}\nprovider: {{name: kubeless, runtime: nodejs8}}\nlunchbadger: {{id: f-{n}}}\nfunctions: {{{service}: {{handler: handler.x}}}}\n"))
            .ToDictionary(file => file.Path, file => file.Text);
        for (var n = 0; n < Services.Length; n++) functions[$"f{n}/handler.js"] = "exports.x = () => 1;";
        var snapshot = TestSnapshots.Of(key, dev, functions);
        var composition = _composer.Compose(snapshot);
        Assert.That(composition.Problems, Is.Empty, key.ToString());
        return (key, EnvironmentDocuments.Read(snapshot), composition.Manifests);
    }

    private static bool IsEnvironments(Manifest manifest) => (string?)manifest.Body["metadata"]!["labels"]!["app"] != TenantLabels.Tenant;

    private static IEnumerable<string> Hosts(IReadOnlyList<Manifest> manifests) => manifests
        .Where(manifest => manifest.Key.Kind == "Ingress")
        .SelectMany(manifest => manifest.Body["spec"]!["rules"]!.AsArray())
        .Select(rule => rule!["host"]!.GetValue<string>());
}
