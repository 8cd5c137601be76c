using System.Text.Json.Nodes;
using GitOps.Engine.Hosts;
using GitOps.Engine.Live;
using GitOps.Engine.Manifests;
using GitOps.Engine.Planning;
using GitOps.Engine.Tests.Live;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;

namespace GitOps.Engine.Tests.Planning;

public sealed class PlannerTests
{
    private static readonly EnvironmentKey Al = EnvironmentKey.Parse("al/main/dev");
    private static readonly Revision One = new(new string('1', 40), Revision.NoCommit);
    private static readonly Revision Two = new(new string('2', 40), Revision.NoCommit);

    private LiveObjects _live = null!;

    [SetUp]
    public void Create() => _live = new LiveObjects(LiveJson.Manager, new HostClaims());

    private static DesiredObject Desired(string kind, string name, string id = "g1", string spec = """{"replicas":1}""")
    {
        var body = new JsonObject
        {
            ["apiVersion"] = kind == "Deployment" ? "apps/v1" : "v1",
            ["kind"] = kind,
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = "customer",
                ["labels"] = new JsonObject { ["app"] = "gateway", ["producer"] = "al", ["environment"] = "dev", ["id"] = id },
            },
            ["spec"] = JsonNode.Parse(spec),
        };
        return DesiredObject.From(new Manifest(new ObjectKey((string)body["apiVersion"]!, kind, "customer", name), body, new Origin("dev/lunchbadger.json", "$.gateways[0]")));
    }

    private void See(System.Text.Json.JsonElement live, string kind = "Deployment") => _live.Observe(kind == "Deployment" ? "apps/v1" : "v1", kind, live);

    private Plan Make(IReadOnlyList<DesiredObject> desired, AppliedState? applied = null, Revision? revision = null) =>
        Planner.Make(Al, revision ?? One, desired, _live.OwnedBy(Al), _live.Find, applied, "no longer desired");

    private static AppliedState Applied(DesiredObject desired, Revision revision) => new(revision, [new AppliedObject(desired.Key, desired.Hash, desired.Hash)]);

    [Test]
    public void Make_NothingThere_Creates() =>
        Assert.That(Make([Desired("Deployment", "w")]).Steps, Has.One.Matches<PlanStep>(step => step is { Action: PlanAction.Create, Reason: "new in revision 1111111.0000000" }));

    [Test]
    public void Make_AsDesired_Keeps()
    {
        See(LiveJson.Ours("Deployment", "w"));
        var desired = Desired("Deployment", "w");
        var stored = _live.OwnedBy(Al).Single().OwnedHash;
        var applied = new AppliedState(One, [new AppliedObject(desired.Key, desired.Hash, stored)]);

        Assert.That(Make([desired], applied).Steps.Single().Action, Is.EqualTo(PlanAction.Keep));
    }

    [Test]
    public void Make_NewRevision_UpdatesAndSaysFromWhichToWhich()
    {
        See(LiveJson.Ours("Deployment", "w"));
        var plan = Make([Desired("Deployment", "w", spec: """{"replicas":2}""")], Applied(Desired("Deployment", "w"), One), Two);
        Assert.That(plan.Steps.Single(), Has.Property("Action").EqualTo(PlanAction.Update).And.Property("Reason").EqualTo("revision changed: 1111111.0000000 to 2222222.0000000"));
    }

    [Test]
    public void Make_ChangedByHand_UpdatesAsDrift()
    {
        See(LiveJson.Ours("Deployment", "w", spec: """{"replicas":7}"""));
        var desired = Desired("Deployment", "w");
        Assert.That(Make([desired], Applied(desired, One)).Steps.Single(), Has.Property("Action").EqualTo(PlanAction.Update).And.Property("Reason").EqualTo("drift: changed in the cluster"));
    }

    [Test]
    public void Make_DeletedByHand_CreatesAsDrift()
    {
        var desired = Desired("Deployment", "w");
        Assert.That(Make([desired], Applied(desired, One)).Steps.Single(), Has.Property("Action").EqualTo(PlanAction.Create).And.Property("IsDrift").True);
    }

    [Test]
    public void Make_ServerStoredItInAnotherWay_IsNotWrittenAgain()
    {
        See(LiveJson.Ours("Deployment", "w", spec: """{"cpu":"1"}"""));
        var desired = Desired("Deployment", "w", spec: """{"cpu":"1000m"}""");
        var stored = _live.Find(desired.Key)!.OwnedHash;
        var plan = Make([desired], new AppliedState(One, [new AppliedObject(desired.Key, desired.Hash, stored)]));
        Assert.That(plan.Steps.Single().Action, Is.EqualTo(PlanAction.Keep));
    }

    [Test]
    public void Make_ForeignObject_RefusesAndNamesItsManager()
    {
        See(LiveJson.Foreign("Deployment", "w", "helm"));
        var step = Make([Desired("Deployment", "w")]).Steps.Single();
        Assert.That(step.Action, Is.EqualTo(PlanAction.Refuse));
        Assert.That(step.Reason, Does.Contain("Deployment customer/w").And.Contain("helm"));
    }

    [Test]
    public void Make_ObjectOfAnotherProducer_RefusesAndNamesIt()
    {
        See(LiveJson.Ours("Deployment", "w", "bo"));
        Assert.That(Make([Desired("Deployment", "w")]).Steps.Single(), Has.Property("Action").EqualTo(PlanAction.Refuse).And.Property("Reason").Contains("bo/main/dev"));
    }

    [Test]
    public void Make_SurplusOfAnotherProducer_IsNotTouched()
    {
        See(LiveJson.Ours("Deployment", "w", "bo"));
        Assert.That(Make([]).Steps, Is.Empty);
    }

    [Test]
    public void Make_SurplusOfTheSameComponent_GoesAfterItsReplacement()
    {
        See(LiveJson.Ours("ConfigMap", "config-old"), "ConfigMap");
        var deletion = Make([Desired("Deployment", "w"), Desired("Deployment", "other", id: "g2")]).Deletions.Single();
        Assert.That(deletion.After, Is.EqualTo(new[] { new ObjectKey("apps/v1", "Deployment", "customer", "w") }));
    }

    [Test]
    public void Make_SurplusOfAComponentThatIsGone_WaitsForNothing()
    {
        See(LiveJson.Ours("Deployment", "gone"));
        Assert.That(Make([Desired("Deployment", "w", id: "g2")]).Deletions.Single().After, Is.Empty);
    }

    [Test]
    public void Make_BeingDeleted_WaitsInsteadOfWriting()
    {
        See(LiveJson.Ours("Deployment", "w", change: live => live["metadata"]!["deletionTimestamp"] = "2026-01-01T00:00:00Z"));
        Assert.That(Make([Desired("Deployment", "w")]).Steps.Single().Action, Is.EqualTo(PlanAction.Wait));
    }

    [Test]
    public void Make_SameArguments_GiveTheSamePlan()
    {
        See(LiveJson.Ours("Deployment", "b"));
        See(LiveJson.Ours("Deployment", "a"));
        See(LiveJson.Ours("ConfigMap", "c"), "ConfigMap");
        var first = Make([Desired("Deployment", "w")]).Steps.Select(step => step.ToString()).ToList();
        Assert.That(Make([Desired("Deployment", "w")]).Steps.Select(step => step.ToString()).Count(), Is.EqualTo(first.Count));
        Assert.That(Make([]).Deletions.Select(step => step.Key.Name), Is.EqualTo(new[] { "c", "a", "b" }));
    }
}
