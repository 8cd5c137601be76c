using System.Text.Json;
using GitOps.Engine.Hosts;
using GitOps.Engine.Live;
using GitOps.Engine.Manifests;
using GitOps.Model.Names;

namespace GitOps.Engine.Tests.Live;

public sealed class LiveObjectsTests
{
    private static readonly EnvironmentKey Al = EnvironmentKey.Parse("al/main/dev");
    private static readonly EnvironmentKey Bo = EnvironmentKey.Parse("bo/main/dev");

    private readonly List<EnvironmentKey> _changed = [];
    private LiveObjects _live = null!;

    [SetUp]
    public void Create()
    {
        _changed.Clear();
        _live = new LiveObjects(LiveJson.Manager, new HostClaims());
        _live.Changed += _changed.Add;
    }

    private static ObjectKey Key(string name, string kind = "Deployment", string apiVersion = "apps/v1") => new(apiVersion, kind, "customer", name);

    [Test]
    public void Observe_OurObject_IsKnownByKeyAndOwner()
    {
        _live.Observe("apps/v1", "Deployment", LiveJson.Ours("Deployment", "w"));

        Assert.That(_live.Find(Key("w")), Has.Property(nameof(LiveObject.IsOurs)).True);
        Assert.That(_live.OwnedBy(Al).Select(live => live.Key), Is.EqualTo(new[] { Key("w") }));
        Assert.That(_changed, Is.EqualTo(new[] { Al }));
    }

    [Test]
    public void Observe_SameContentNewVersion_ChangesNothing()
    {
        var uid = Guid.NewGuid().ToString();
        _live.Observe("apps/v1", "Deployment", LiveJson.Ours("Deployment", "w", uid: uid));
        _changed.Clear();

        _live.Observe("apps/v1", "Deployment", LiveJson.Ours("Deployment", "w", uid: uid));

        Assert.That(_changed, Is.Empty);
        Assert.That(_live.OwnedBy(Al), Has.Count.EqualTo(1));
    }

    [Test]
    public void Observe_OlderVersionThanKnown_IsIgnored()
    {
        var older = LiveJson.Ours("Deployment", "w", spec: """{"replicas":1}""");
        var newer = LiveJson.Ours("Deployment", "w", spec: """{"replicas":2}""");
        var known = _live.ObserveWritten("apps/v1", "Deployment", newer);

        _live.Observe("apps/v1", "Deployment", older);

        Assert.That(_live.Find(Key("w")), Is.SameAs(known));
    }

    [Test]
    public void ObserveWritten_AnswerToOurOwnWrite_WakesNobody()
    {
        _live.ObserveWritten("apps/v1", "Deployment", LiveJson.Ours("Deployment", "w"));
        Assert.That(_changed, Is.Empty);
    }

    [Test]
    public void ObserveWritten_ObjectThatVanishedMeanwhile_StaysGone()
    {
        var uid = Guid.NewGuid().ToString();
        var answer = LiveJson.Ours("Deployment", "w", uid: uid);
        _live.Observe("apps/v1", "Deployment", LiveJson.Ours("Deployment", "w", uid: uid));
        _live.Vanished(Key("w"), Guid.Parse(uid));

        var read = _live.ObserveWritten("apps/v1", "Deployment", answer);

        Assert.That(read.Uid, Is.EqualTo(Guid.Parse(uid)));
        Assert.That(_live.Find(Key("w")), Is.Null);
        Assert.That(_live.Owners, Is.Empty);
    }

    [Test]
    public void ObserveWritten_ObjectMadeAnewAfterOneVanished_IsKnown()
    {
        var gone = _live.Observe("apps/v1", "Deployment", LiveJson.Ours("Deployment", "w"));
        _live.Vanished(Key("w"), gone.Uid);

        _live.ObserveWritten("apps/v1", "Deployment", LiveJson.Ours("Deployment", "w"));

        Assert.That(_live.OwnedBy(Al), Has.Count.EqualTo(1));
    }

    [Test]
    public void Observe_ProducerLabelRewrittenByHand_KeepsTheOwner()
    {
        var uid = Guid.NewGuid().ToString();
        _live.Observe("apps/v1", "Deployment", LiveJson.Ours("Deployment", "w", uid: uid));

        _live.Observe("apps/v1", "Deployment", LiveJson.Ours("Deployment", "w", uid: uid, change: live =>
        {
            // What the API server does when somebody else writes the label: the field leaves our entry.
            live["metadata"]!["labels"]!["producer"] = "bo";
            live["metadata"]!["managedFields"]![0]!["fieldsV1"]!["f:metadata"]!["f:labels"]!.AsObject().Remove("f:producer");
        }));

        Assert.That(_live.OwnedBy(Bo), Is.Empty);
        Assert.That(_live.OwnedBy(Al), Has.Count.EqualTo(1));
    }

    [Test]
    public void Observe_ForgedLabelsFirstSeen_BelongsToNobody()
    {
        _live.Observe("apps/v1", "Deployment", LiveJson.Foreign("Deployment", "w"));

        Assert.That(_live.OwnedBy(Al), Is.Empty);
        Assert.That(_live.Find(Key("w"))!.IsOurs, Is.False);
        Assert.That(_live.Find(Key("w"))!.Managers, Is.EqualTo("kubectl-create"));
    }

    [Test]
    public void Observe_LabelsOfAProducerInAnothersNamespace_BelongsToNobody()
    {
        var live = new LiveObjects(LiveJson.Manager, new HostClaims(), (place, producer) => place == $"{producer}-own");

        live.Observe("apps/v1", "Deployment", LiveJson.Ours("Deployment", "w", change: item => item["metadata"]!["namespace"] = "bo-own"));
        live.Observe("apps/v1", "Deployment", LiveJson.Ours("Deployment", "w", change: item => item["metadata"]!["namespace"] = "al-own"));

        Assert.That(live.OwnedBy(Al).Select(item => item.Key.Namespace), Is.EqualTo(new[] { "al-own" }));
        Assert.That(live.OwnedBy(Bo), Is.Empty);
    }

    [Test]
    public void Observe_ObjectOfAProducerAsAWhole_IsNoEnvironmentsAndWakesOne()
    {
        _live.Observe("apps/v1", "Deployment", LiveJson.Ours("Deployment", "w"));
        _changed.Clear();

        _live.Observe("v1", "ResourceQuota", LiveJson.Ours("ResourceQuota", "q", change: AsAWhole));

        Assert.That(_live.TenantOf(Al.Producer).Select(item => item.Key.Name), Is.EqualTo(new[] { "q" }));
        Assert.That(_live.OwnedBy(Al), Has.Count.EqualTo(1));
        Assert.That(_changed, Is.EqualTo(new[] { Al }));
        Assert.That(_live.Deserted, Is.Empty);
    }

    [Test]
    public void Deserted_WhenTheLastEnvironmentIsGone_NamesTheProducerUntilItsOwnIsGoneToo()
    {
        var last = _live.ObserveWritten("apps/v1", "Deployment", LiveJson.Ours("Deployment", "w"));
        var quota = _live.ObserveWritten("v1", "ResourceQuota", LiveJson.Ours("ResourceQuota", "q", change: AsAWhole));

        _live.Vanished(last.Key, last.Uid);
        Assert.That((_live.Deserted, _live.Stands(Al)), Is.EqualTo((new[] { Al.Producer }, true)));

        _live.Vanished(quota.Key, quota.Uid);
        Assert.That((_live.Deserted, _live.Stands(Al)), Is.EqualTo((Array.Empty<GitOps.Model.Names.ProducerName>(), false)));
    }

    private static void AsAWhole(System.Text.Json.Nodes.JsonObject item)
    {
        item["metadata"]!["labels"]!["app"] = "tenant";
        item["metadata"]!["labels"]!.AsObject().Remove("environment");
    }

    [Test]
    public void Vanished_OfAnEarlierUid_IsIgnored()
    {
        _live.Observe("apps/v1", "Deployment", LiveJson.Ours("Deployment", "w"));
        _live.Vanished(Key("w"), Guid.NewGuid());
        Assert.That(_live.Find(Key("w")), Is.Not.Null);
    }

    [Test]
    public void Vanished_LastObjectOfAnOwner_WakesItAndForgetsIt()
    {
        var live = _live.ObserveWritten("apps/v1", "Deployment", LiveJson.Ours("Deployment", "w"));
        _live.Vanished(Key("w"), live.Uid);

        Assert.That(_changed, Is.EqualTo(new[] { Al }));
        Assert.That(_live.Owners, Is.Empty);
    }

    [Test]
    public void NotifyWhenGone_ForeignObjectVanishes_WakesTheOneThatWaits()
    {
        _live.Observe("v1", "Service", LiveJson.Foreign("Service", "s"));
        _live.NotifyWhenGone(Key("s", "Service", "v1"), Bo);

        _live.Vanished(Key("s", "Service", "v1"));

        Assert.That(_changed, Is.EqualTo(new[] { Bo }));
    }

    [TestCase("""{"replicas":1}""", """{"observedGeneration":1,"replicas":1,"updatedReplicas":1,"availableReplicas":1}""", Rollout.Complete)]
    [TestCase("""{"replicas":1}""", """{"observedGeneration":0,"replicas":1,"updatedReplicas":1,"availableReplicas":1}""", Rollout.InProgress)]
    [TestCase("""{"replicas":1}""", """{"observedGeneration":1,"replicas":2,"updatedReplicas":1,"availableReplicas":2}""", Rollout.InProgress)]
    [TestCase("""{"replicas":2}""", """{"observedGeneration":1,"replicas":2,"updatedReplicas":2,"availableReplicas":1}""", Rollout.InProgress)]
    [TestCase("""{"replicas":0}""", """{}""", Rollout.Complete)]
    public void Observe_Deployment_TellsItsRollout(string spec, string status, Rollout expected)
    {
        var live = _live.Observe("apps/v1", "Deployment", LiveJson.Ours("Deployment", "w", spec: spec, change: json => json["status"] = System.Text.Json.Nodes.JsonNode.Parse(status)));
        Assert.That(live.Rollout, Is.EqualTo(expected));
    }

    [Test]
    public void Observe_HundredThousandObjects_StaysFarBelowTheMemoryLimit()
    {
        const int producers = 2_000;
        var templates = Enumerable.Range(0, 10).Select(n => LiveJson.Ours("Deployment", $"gateway-PRODUCER-dev-{n}", "PRODUCER").GetRawText()).ToList();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var producer = 0; producer < producers; producer++)
        {
            foreach (var template in templates)
            {
                using var json = JsonDocument.Parse(template.Replace("PRODUCER", $"producer-{producer}", StringComparison.Ordinal));
                _live.Observe("apps/v1", "Deployment", json.RootElement);
            }
        }
        var perProducer = (GC.GetTotalMemory(forceFullCollection: true) - before) / producers;
        TestContext.Out.WriteLine($"{perProducer} bytes per producer of 10 objects");
        Assert.That(perProducer, Is.LessThan(10_000));
        GC.KeepAlive(_live);
    }
}
