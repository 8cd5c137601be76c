using System.Text.Json;
using GitOps.Actualizer.Tests.Support;
using GitOps.Engine.Reconciling;
using GitOps.Testing;

namespace GitOps.Actualizer.Tests.Reconciling;

/// <summary>What somebody changes by hand is set right within moments, and nothing else is touched.</summary>
internal sealed class DriftTests : ActualizerFixture
{
    private const string Workspace = "workspace-al-dev";

    private async Task<RunningActualizer> AppliedAsync()
    {
        var actualizer = await StartAsync();
        await ApplyAsync("al", Project.Of("al", "Gateway"));
        return actualizer;
    }

    private async Task<JsonElement> ContainerAsync() =>
        (await Cluster.GetAsync("Deployment", Workspace)).GetProperty("spec").GetProperty("template").GetProperty("spec").GetProperty("containers")[0];

    [Test]
    public async Task NeverAgain7_AppliedObjects_StoreExactlyWhatWasDesired()
    {
        var actualizer = await AppliedAsync();
        var applied = actualizer.Get<EnvironmentRecords>().Find(Project.Key("al"))!.Applied!;
        Assert.That(applied.Objects.Where(item => item.Stored != item.Desired).Select(item => item.Key), Is.Empty);
        Assert.That(applied.Objects.Select(item => item.Key.Kind).Distinct(), Is.SupersetOf(new[] { "Deployment", "Service", "Ingress", "ConfigMap" }));
    }

    [Test]
    public async Task Drift_FieldChanged_IsSetRight()
    {
        await AppliedAsync();
        await Cluster.MergeAsync("Deployment", Workspace, """{"spec":{"replicas":5}}""");
        await Eventually.That(async () => (await Cluster.GetAsync("Deployment", Workspace)).GetProperty("spec").GetProperty("replicas").GetInt32(), Is.Zero);
        await Eventually.That(() => Store.StatusOf("al")!.Changes.Select(change => $"{change.Action} {change.Name}: {change.Reason}"),
            Is.EqualTo(new[] { $"update {Workspace}: drift: changed in the cluster" }));
    }

    [Test]
    public async Task NeverAgain7_Drift_FieldRemoved_IsSetRight()
    {
        await AppliedAsync();
        await Cluster.MergeAsync("Service", Workspace, """{"metadata":{"labels":{"app":null}}}""");
        await Eventually.That(async () => (await Cluster.GetAsync("Service", Workspace)).GetProperty("metadata").GetProperty("labels").TryGetProperty("app", out _), Is.True);
    }

    [Test]
    public async Task Drift_FieldInsideAListRemoved_IsSetRight()
    {
        await AppliedAsync();
        var before = (await ContainerAsync()).GetProperty("env").GetArrayLength();
        var template = JsonSerializer.SerializeToNode((await Cluster.GetAsync("Deployment", Workspace)).GetProperty("spec").GetProperty("template"))!;
        template["spec"]!["containers"]![0]!["env"]!.AsArray().RemoveAt(0);
        await Cluster.MergeAsync("Deployment", Workspace, $"{{\"spec\":{{\"template\":{template.ToJsonString()}}}}}");
        await Eventually.That(async () => (await ContainerAsync()).GetProperty("env").GetArrayLength(), Is.EqualTo(before));
    }

    [TestCase("Deployment")]
    [TestCase("Service")]
    [TestCase("Ingress")]
    [TestCase("ConfigMap")]
    public async Task Drift_DeletedByHand_IsMadeAnew(string kind)
    {
        await AppliedAsync();
        var name = (await Cluster.NamesAsync(kind, "al"))[0];
        await Cluster.DeleteAsync(kind, name);
        await Eventually.That(() => Cluster.FindAsync(kind, name), Is.Not.Null);
        await Eventually.That(() => Store.StatusOf("al")!.Changes.Select(change => change.Reason), Is.EqualTo(new[] { "drift: missing in the cluster" }));
    }

    [Test]
    public async Task Drift_ProducerLabelRewrittenByHand_IsSetRightAndNothingIsDeleted()
    {
        await AppliedAsync();
        await ApplyAsync("bo", Project.Of("bo"));
        var uid = (await Cluster.GetAsync("Service", Workspace)).GetProperty("metadata").GetProperty("uid").GetString();

        await Cluster.MergeAsync("Service", Workspace, """{"metadata":{"labels":{"producer":"bo"}}}""");

        await Eventually.That(async () => (await Cluster.GetAsync("Service", Workspace)).GetProperty("metadata").GetProperty("labels").GetProperty("producer").GetString(), Is.EqualTo("al"));
        Assert.That((await Cluster.GetAsync("Service", Workspace)).GetProperty("metadata").GetProperty("uid").GetString(), Is.EqualTo(uid));
    }

    [Test]
    public async Task Drift_WhileNoActualizerRan_IsSetRightAtTheStart()
    {
        var first = await AppliedAsync();
        await StopAsync(first);
        await Cluster.MergeAsync("Deployment", Workspace, """{"spec":{"replicas":5}}""");
        await Cluster.DeleteAsync("Service", "sls-api-al-dev");

        await StartAsync();

        await Eventually.That(async () => (await Cluster.GetAsync("Deployment", Workspace)).GetProperty("spec").GetProperty("replicas").GetInt32(), Is.Zero);
        await Eventually.That(() => Cluster.FindAsync("Service", "sls-api-al-dev"), Is.Not.Null);
    }

    [Test]
    public async Task Promise4_FieldsOfOthers_AreLeftAlone()
    {
        await AppliedAsync();
        await Cluster.MergeAsync("Service", Workspace, """{"metadata":{"annotations":{"team":"blue"}}}""");
        await ApplyAsync("al", Project.Of("al", "Gateway", "Second"));
        Assert.That((await Cluster.GetAsync("Service", Workspace)).GetProperty("metadata").GetProperty("annotations").GetProperty("team").GetString(), Is.EqualTo("blue"));
    }

    [Test]
    public async Task Promise4_SteadyState_AsksAndWritesNothing()
    {
        var actualizer = await AppliedAsync();
        await ApplyAsync("bo", Project.Of("bo"));
        await Eventually.That(() => actualizer.Get<Configstore.StatusPublisher>().Pending, Is.Zero);
        var resync = actualizer.Get<Triggers.ResyncTrigger>();
        var mark = Server.Requests.Mark();
        var requests = Store.Requests.Count;
        var since = resync.LastSuccess;

        // Several full resyncs go by.
        await Eventually.That(() => Store.Requests.Skip(requests).Count(request => request.StartsWith("GET /environments", StringComparison.Ordinal)), Is.GreaterThanOrEqualTo(4));

        Assert.That(resync.LastSuccess, Is.GreaterThan(since!.Value));
        Assert.That(Server.Requests.Since(mark).Where(request => request.Namespace == Cluster.Namespace && request.Verb != "watch"), Is.Empty);
        Assert.That(Store.Requests.Skip(requests).Where(request => !request.StartsWith("GET /environments", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task Promise4_RestartWithNothingChanged_WritesNothing()
    {
        var first = await AppliedAsync();
        await StopAsync(first);
        var before = await Cluster.VersionsOfAsync("al");
        var reports = Store.HistoryOf("al").Count;
        var mark = Server.Requests.Mark();

        await StartAsync();
        await Eventually.That(() => Store.HistoryOf("al").Count, Is.GreaterThan(reports));

        Assert.That(await Cluster.VersionsOfAsync("al"), Is.EqualTo(before));
        Assert.That(Server.Requests.Since(mark).Where(request => request.Namespace == Cluster.Namespace && request.IsWrite), Is.Empty);
    }
}
