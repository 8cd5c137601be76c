using System.Text.Json.Nodes;
using GitOps.Engine.Composing;
using GitOps.Engine.Composing.Tenant;
using GitOps.Model.Validation;

namespace GitOps.Engine.Tests.Composing;

/// <summary>What settings open and close of the hosts that documents may lead to; without them everything inside is closed.</summary>
public sealed class OperatorHostsTests
{
    [TestCase("http://redis.customer")]
    [TestCase("http://x.workspace-al-dev.customer")]
    [TestCase("http://workspace-al-dev.elsewhere:3000")]
    [TestCase("http://workspace-al-dev.gitea:3000")]
    [TestCase("http://anything.gitea")]
    [TestCase("http://anything.monitoring")]
    [TestCase("http://redis.example.org:6379")]
    [TestCase("http://git.example.org")]
    [TestCase("http://203.0.113.9")]
    [TestCase("http://git-api.other.example.org")]
    public void Compose_EndpointAtWhatSettingsCallTheSystems_IsRefused(string url)
    {
        var settings = new CompositionSettings
        {
            RedisUserKey = TestSnapshots.RedisUserKey,
            RedisHost = "redis.example.org",
            GitRepoHost = "git.example.org:2222",
            GitApiHost = "203.0.113.9",
            PodConfigstoreUrl = "http://git-api.other.example.org:8080/x",
            EndpointDeny = "*.monitoring",
        };

        Assert.That(Problems(settings, url).Single().Path, Is.EqualTo("$.serviceEndpoints[0].urls[0]"));
    }

    [TestCase("http://billing.corp.internal", "billing.corp.internal")]
    [TestCase("http://a.b.corp.internal:8080", "*.corp.internal")]
    [TestCase("http://10.1.2.3", "192.168.0.0/16, 10.1.0.0/16")]
    [TestCase("http://[::ffff:10.1.2.3]", "10.1.0.0/16")]
    [TestCase("http://[fd00::5]", "fd00::/64")]
    [TestCase("http://shared-search", "shared-search")]
    [TestCase("http://search.shared.svc.cluster.local", "*.shared.svc.cluster.local")]
    [TestCase("http://gateway-bo-dev-shop:9876", "gateway-bo-dev-shop")]
    public void Compose_EndpointThatAnOperatorAllows_IsComposed(string url, string allowed)
    {
        Assert.That(Problems(new CompositionSettings { RedisUserKey = TestSnapshots.RedisUserKey }, url), Is.Not.Empty, "without the setting");
        Assert.That(Problems(new CompositionSettings { RedisUserKey = TestSnapshots.RedisUserKey, EndpointAllow = allowed }, url), Is.Empty);
    }

    [TestCase("http://10.2.0.1", "10.1.0.0/16")]
    [TestCase("http://corp.internal", "*.corp.internal")]
    [TestCase("http://evilcorp.internal", "*.corp.internal")]
    [TestCase("http://gateway-bo-dev-shop.customer.svc.cluster.local", "*.svc.cluster.local")]
    public void Compose_EndpointBesideWhatAnOperatorAllows_IsRefused(string url, string allowed) =>
        Assert.That(Problems(new CompositionSettings { RedisUserKey = TestSnapshots.RedisUserKey, EndpointAllow = allowed }, url), Is.Not.Empty);

    [Test]
    public void Compose_NamespaceOfEveryProducer_IsKnownAsOne()
    {
        var settings = new CompositionSettings { RedisUserKey = TestSnapshots.RedisUserKey, NamespaceTemplate = "tenant$PRODUCER", FormerNamespaceTemplate = "customer" };

        Assert.That(Problems(settings, "http://x.tenantbo"), Has.Count.EqualTo(1), "a neighbour's");
        Assert.That(Problems(settings, "http://x.customer"), Has.Count.EqualTo(1), "that of before");
        Assert.That(Problems(settings, "http://workspace-al-dev.tenantal:3000"), Is.Empty, "its own");
        Assert.That(Problems(settings, "http://workspace-al-dev.tenantbo:3000"), Has.Count.EqualTo(1), "its own name at a neighbour's");
    }

    [Test]
    public void Compose_FollowingRedirects_IsForOperatorsToAllow()
    {
        var project = Project("https://a.example.com");
        project["gateways"] = new JsonArray(new JsonObject
        {
            ["id"] = "g",
            ["name"] = "Shop",
            ["policies"] = new JsonArray("proxy"),
            ["pipelines"] = new JsonArray(new JsonObject { ["id"] = "p", ["policies"] = new JsonArray(new JsonObject { ["proxy"] = new JsonArray(new JsonObject { ["action"] = new JsonObject { ["serviceEndpoint"] = "s", ["followRedirects"] = true } }) }) }),
        });

        Assert.That(Problems(new CompositionSettings { RedisUserKey = TestSnapshots.RedisUserKey }, project).Single().Reason, Does.Contain("ENDPOINT_REDIRECTS"));
        Assert.That(Problems(new CompositionSettings { RedisUserKey = TestSnapshots.RedisUserKey, EndpointRedirects = true }, project), Is.Empty);
    }

    [Test]
    public void Compose_WhatACanvasKeepsBesideItsOwn_ReachesNoGateway()
    {
        var project = JsonNode.Parse("""
            {"gateways":[{"id":"g","name":"Shop","policies":["proxy"],"canvas":"secret-state","pipelines":[{"id":"p","canvas":"secret-state","policies":[{"id":"secret-state",
              "proxy":[{"id":"secret-state","open":"secret-state","condition":{"id":"secret-state","name":"not","condition":{"id":"secret-state","name":"never"}},"action":{"id":"secret-state","serviceEndpoint":"s"}}]}]}]}],
             "serviceEndpoints":[{"id":"s","name":"S","urls":["https://a.example.com"],"canvas":"secret-state","proxyOptions":{"forward":"http://secret-state"}}],
             "apiEndpoints":[{"id":"a","name":"A","paths":["/a"],"apiEndpointName":"secret-state","canvas":"secret-state"}],"connections":[{"fromId":"p","toId":"a"}]}
            """)!.AsObject();

        var composition = new LunchBadgerComposer(new CompositionSettings { RedisUserKey = TestSnapshots.RedisUserKey }).Compose(TestSnapshots.Of("al", TestSnapshots.ProjectFile("al-dev", project)));

        Assert.That(composition.Problems, Is.Empty);
        Assert.That(string.Concat(composition.Manifests.Select(manifest => manifest.Body.ToJsonString())), Does.Contain("a.example.com").And.Not.Contain("secret-state"));
    }

    private static IReadOnlyList<Problem> Problems(CompositionSettings settings, string url) => Problems(settings, Project(url));

    private static IReadOnlyList<Problem> Problems(CompositionSettings settings, JsonObject project) =>
        new LunchBadgerComposer(settings, new TenantSettings()).Compose(TestSnapshots.Of("al", TestSnapshots.ProjectFile("al-dev", project))).Problems;

    private static JsonObject Project(string url) => new()
    {
        ["gateways"] = new JsonArray(),
        ["serviceEndpoints"] = new JsonArray(new JsonObject { ["id"] = "s", ["urls"] = new JsonArray(url) }),
        ["apiEndpoints"] = new JsonArray(),
        ["connections"] = new JsonArray(),
    };
}
