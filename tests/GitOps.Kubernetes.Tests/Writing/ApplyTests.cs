using GitOps.Kubernetes.Errors;
using GitOps.Kubernetes.Objects;
using GitOps.Kubernetes.Tests.Support;
using GitOps.Kubernetes.Writing;

namespace GitOps.Kubernetes.Tests.Writing;

[TestFixture]
public sealed class ApplyTests : ClusterTest
{
    private static readonly ApplyOptions Ours = new("gitops-test");

    [Test]
    public async Task ApplyAsync_NewObject_CreatesIt()
    {
        var applied = await Client.ApplyAsync(Map("created"), MapJson("created", "one"), Ours);

        var stored = await Client.GetAsync(Map("created"));
        Assert.That(applied, Is.EqualTo(new AppliedObject(stored.Uid, stored.ResourceVersion, 0, Created: true)));
        Assert.That(stored.Json.GetProperty("data").GetProperty("key").GetString(), Is.EqualTo("one"));
    }

    [Test]
    public async Task ApplyAsync_SameAgain_KeepsResourceVersion()
    {
        var first = await Client.ApplyAsync(Map("same"), MapJson("same", "one"), Ours);

        var second = await Client.ApplyAsync(Map("same"), MapJson("same", "one"), Ours);

        Assert.That(second, Is.EqualTo(first with { Created = false }));
    }

    [Test]
    public async Task ApplyAsync_FieldLeftOut_RemovesIt()
    {
        await Client.ApplyAsync(Map("less"), Json("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"less"},"data":{"a":"1","b":"2"}}"""), Ours);

        await Client.ApplyAsync(Map("less"), Json("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"less"},"data":{"a":"1"}}"""), Ours);

        var stored = await Client.GetAsync(Map("less"));
        Assert.That(stored.Json.GetProperty("data").TryGetProperty("b", out _), Is.False);
    }

    [Test]
    public async Task ApplyAsync_FieldOfAnother_NamesManagerAndField()
    {
        await Client.ApplyAsync(Map("conflict"), MapJson("conflict", "theirs"), new ApplyOptions("other \"quoted\" owner"));

        var error = Assert.ThrowsAsync<ApplyConflictException>(() => Client.ApplyAsync(Map("conflict"), MapJson("conflict", "ours"), Ours));

        Assert.That(error.Conflicts, Is.EqualTo([new FieldConflict("other \"quoted\" owner", ".data.key")]));
        Assert.That(error.Message, Does.Contain($"apply ConfigMap {Namespace}/conflict").And.Contain("other \"quoted\" owner").And.Contain(".data.key"));
    }

    [Test]
    public async Task ApplyAsync_FieldsOfTwoOthers_NamesBoth()
    {
        await Client.ApplyAsync(Map("two"), Json("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"two"},"data":{"a":"1"}}"""), new ApplyOptions("first"));
        await Client.ApplyAsync(Map("two"), Json("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"two"},"data":{"b":"1"}}"""), new ApplyOptions("second"));

        var error = Assert.ThrowsAsync<ApplyConflictException>(() => Client.ApplyAsync(
            Map("two"), Json("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"two"},"data":{"a":"2","b":"2"}}"""), Ours));

        Assert.That(error.Conflicts, Is.EquivalentTo([new FieldConflict("first", ".data.a"), new FieldConflict("second", ".data.b")]));
    }

    [Test]
    public async Task ApplyAsync_FieldOfAnotherWithForce_TakesItOver()
    {
        await Client.ApplyAsync(Map("forced"), MapJson("forced", "theirs"), new ApplyOptions("other"));

        await Client.ApplyAsync(Map("forced"), MapJson("forced", "ours"), new ApplyOptions("gitops-test", force: true));

        var stored = await Client.GetAsync(Map("forced"));
        Assert.That(stored.Json.GetProperty("data").GetProperty("key").GetString(), Is.EqualTo("ours"));
    }

    [Test]
    public async Task ApplyAndReadAsync_DryRun_ShowsResultAndStoresNothing()
    {
        var shown = await Client.ApplyAndReadAsync(Map("dry"), MapJson("dry", "one"), new ApplyOptions("gitops-test", dryRun: true));

        Assert.That(shown.Json.GetProperty("data").GetProperty("key").GetString(), Is.EqualTo("one"));
        Assert.That(await Client.FindAsync(Map("dry")), Is.Null);
    }

    [Test]
    public void ApplyAsync_InvalidObject_SaysWhichFields()
    {
        var target = new ObjectReference("apps/v1", "Deployment", Namespace, "bad");

        var error = Assert.ThrowsAsync<InvalidException>(() => Client.ApplyAsync(target, Json("""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"bad"},"spec":{"replicas":-1,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}
            """), Ours));

        Assert.That(error.Causes.Select(cause => cause.Field), Does.Contain("spec.replicas"));
    }

    [Test]
    public void ApplyAsync_UnknownField_IsRefused() => Assert.That(
        () => Client.ApplyAsync(Map("unknown"), Json("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"unknown"},"nonsense":1}"""), Ours),
        Throws.InstanceOf<KubernetesException>().With.Message.Contains("nonsense"));

    [Test]
    public async Task ApplyAsync_StatusSubresource_ChangesStatusOnly()
    {
        var target = new ObjectReference("apps/v1", "Deployment", Namespace, "status");
        await Client.ApplyAsync(target, Json("""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"status"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}
            """), Ours);

        var patched = await Client.PatchAsync(target, PatchType.Merge, Json("""{"status":{"conditions":[{"type":"Tested","status":"True"}]},"spec":{"replicas":7}}"""), new WriteOptions { Subresource = "status" });

        Assert.That(patched.Json.GetProperty("spec").GetProperty("replicas").GetInt32(), Is.Zero);
        Assert.That(patched.Json.GetProperty("status").GetProperty("conditions").EnumerateArray().Select(condition => condition.GetProperty("type").GetString()), Does.Contain("Tested"));
    }
}
