using System.Text.Json.Nodes;
using GitOps.Actualizer.Tests.Support;
using GitOps.Engine.Cluster;
using GitOps.Engine.Manifests;
using GitOps.Model.Api;

namespace GitOps.Actualizer.Tests.Safety;

internal sealed class ForeignObjectTests : ActualizerFixture
{
    private static JsonObject ConfigMap(string name) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name },
        ["data"] = new JsonObject { ["theirs"] = "1" },
    };

    private static JsonObject Service(string name) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = new JsonObject { ["ports"] = new JsonArray(new JsonObject { ["port"] = 1234 }) },
    };

    private async Task PrepareNamespaceAsync()
    {
        var actualizer = await StartAsync();
        await ApplyAsync("first", Project.Of("first"));
        await StopAsync(actualizer);
    }

    [Test]
    public async Task Promise5_ForeignObjectOfTheSameName_IsRefusedAndItsOwnerNamed()
    {
        await PrepareNamespaceAsync();
        await Cluster.CreateAsync("Service", Service("workspace-al-dev"), "helm");
        var before = await Cluster.GetAsync("Service", "workspace-al-dev");
        await StartAsync();

        Store.Push("al", Project.Of("al"));
        var status = await ReportedAsync("al", ReconcileState.Refused);

        Assert.That(status.Reason, Is.EqualTo("ForeignObject"));
        Assert.That(status.Message, Does.Contain($"Service {Cluster.Namespace}/workspace-al-dev").And.Contain("helm"));
        Assert.That(status.Problems.Single().File, Is.Not.Empty);
        Assert.That((await Cluster.GetAsync("Service", "workspace-al-dev")).GetRawText(), Is.EqualTo(before.GetRawText()));
        Assert.That(await Cluster.AllOfAsync("al"), Is.Empty, "nothing is half applied");
    }

    [Test]
    public async Task Promise5_ForeignObjectGoesAway_IsMadeAtOnce()
    {
        await PrepareNamespaceAsync();
        await Cluster.CreateAsync("Service", Service("workspace-al-dev"), "helm");
        await StartAsync(("SLEEP_TIME", "3600000"));
        Store.Push("al", Project.Of("al"));
        await ReportedAsync("al", ReconcileState.Refused);

        await Cluster.DeleteAsync("Service", "workspace-al-dev");

        await ReportedAsync("al", ReconcileState.Succeeded);
    }

    [Test]
    public async Task Promise5_ForeignObjects_AreNeverDeleted()
    {
        await PrepareNamespaceAsync();
        await Cluster.CreateAsync("ConfigMap", ConfigMap("theirs"));
        var forged = ConfigMap("forged");
        forged["metadata"]!["labels"] = new JsonObject { ["app"] = "gateway", ["producer"] = "al", ["environment"] = "dev", ["app.kubernetes.io/managed-by"] = "gitops" };
        await Cluster.CreateAsync("ConfigMap", forged);
        await StartAsync();

        await ApplyAsync("al", Project.Of("al", "Gateway"));
        await ApplyAsync("al", Project.Disabled("al", "Gateway"));

        Assert.That(await Cluster.FindAsync("ConfigMap", "theirs"), Is.Not.Null);
        Assert.That(await Cluster.FindAsync("ConfigMap", "forged"), Is.Not.Null, "labels alone make nothing ours");
    }

    [Test]
    public async Task Promise5_ForeignObjectAppearsBetweenPlanAndApply_IsNotAdopted()
    {
        await PrepareNamespaceAsync();
        var raced = "";
        await StartAsync(services => services.Decorate<ICluster>(inner => new RacingCluster(inner, async key =>
        {
            // Overlaps in no field, so server-side apply reports no conflict.
            if (key.Kind != "ConfigMap" || raced.Length > 0) return;
            raced = key.Name;
            await Cluster.CreateAsync("ConfigMap", ConfigMap(key.Name), "somebody");
        })));

        Store.Push("al", Project.Of("al", "Gateway"));
        var status = await ReportedAsync("al", ReconcileState.Refused);

        Assert.That(status.Message, Does.Contain("somebody").And.Contain(raced));
        var live = await Cluster.GetAsync("ConfigMap", raced);
        Assert.That(live.GetProperty("data").EnumerateObject().Select(member => member.Name), Is.EqualTo(new[] { "theirs" }), "what we had written is taken back");
        Assert.That(live.GetProperty("metadata").TryGetProperty("labels", out _), Is.False);
    }

    [Test]
    public async Task Promise5_ConflictOnCreation_NamesManagerAndFields()
    {
        await PrepareNamespaceAsync();
        var raced = "";
        var actualizer = await StartAsync(services => services.Decorate<ICluster>(inner => new RacingCluster(inner, async key =>
        {
            if (key.Name != "workspace-al-dev" || key.Kind != "Service" || raced.Length > 0) return;
            raced = key.Name;
            var service = Service(key.Name);
            service["metadata"]!["labels"] = new JsonObject { ["app"] = "theirs" };
            await Cluster.CreateAsync("Service", service, "somebody");
        })));

        Store.Push("al", Project.Of("al"));
        await ReportedAsync("al", ReconcileState.Refused);

        // The watch tells of the object right after, and the status then says that it is foreign.
        Assert.That(actualizer.Log.Lines, Has.Some.Contains(".metadata.labels.app is owned by somebody"));
    }

    /// <summary>Lets something happen just before a write.</summary>
    private sealed class RacingCluster(ICluster inner, Func<ObjectKey, Task> before) : ICluster
    {
        public async Task<System.Text.Json.JsonElement> ApplyAsync(ObjectKey key, ReadOnlyMemory<byte> manifest, bool force, CancellationToken cancellationToken)
        {
            await before(key);
            return await inner.ApplyAsync(key, manifest, force, cancellationToken);
        }

        public Task<Deletion> DeleteAsync(ObjectKey key, Guid uid, Dependents dependents, CancellationToken cancellationToken) => inner.DeleteAsync(key, uid, dependents, cancellationToken);

        public Task DeleteOrphanedPodsAsync(string @namespace, IReadOnlyList<KeyValuePair<string, string>> labels, CancellationToken cancellationToken) =>
            inner.DeleteOrphanedPodsAsync(@namespace, labels, cancellationToken);

        public Task ReclaimAsync(ObjectKey key, Guid uid, CancellationToken cancellationToken) => inner.ReclaimAsync(key, uid, cancellationToken);
    }
}
