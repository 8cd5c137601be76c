using GitOps.Kubernetes.Errors;
using GitOps.Kubernetes.Objects;
using GitOps.Kubernetes.Tests.Support;
using GitOps.Kubernetes.Writing;
using GitOps.Testing;

namespace GitOps.Kubernetes.Tests.Writing;

[TestFixture]
public sealed class WriteTests : ClusterTest
{
    [Test]
    public void GetAsync_Missing_SaysWhat() => Assert.That(
        () => Client.GetAsync(Map("missing")),
        Throws.InstanceOf<NotFoundException>().With.Message.Contains($"get ConfigMap {Namespace}/missing").And.Property("Status").Property("Name").EqualTo("missing"));

    [Test]
    public async Task FindAsync_Missing_ReturnsNull() => Assert.That(await Client.FindAsync(Map("missing")), Is.Null);

    [Test]
    public async Task CreateAsync_NameTaken_Throws()
    {
        await CreateMapAsync("taken");

        Assert.That(() => CreateMapAsync("taken"), Throws.InstanceOf<AlreadyExistsException>());
    }

    [Test]
    public async Task CreateAsync_DryRun_StoresNothing()
    {
        await Client.CreateAsync(Map("dry-create"), MapJson("dry-create", "one"), new WriteOptions { DryRun = true });

        Assert.That(await Client.FindAsync(Map("dry-create")), Is.Null);
    }

    [Test]
    public async Task ReplaceAsync_StaleVersion_Conflicts()
    {
        var created = await CreateMapAsync("replaced");
        var manifest = $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"replaced","resourceVersion":"{{{created.ResourceVersion}}}"},"data":{"key":"two"}}""";
        await Client.ReplaceAsync(Map("replaced"), Json(manifest));

        Assert.That(() => Client.ReplaceAsync(Map("replaced"), Json(manifest.Replace("two", "three"))), Throws.InstanceOf<ConflictException>());
    }

    [Test]
    public async Task PatchAsync_Merge_ChangesWhatIsNamed()
    {
        await CreateMapAsync("merge");

        var patched = await Client.PatchAsync(Map("merge"), PatchType.Merge, Json("""{"data":{"more":"1"}}"""));

        Assert.That(patched.Json.GetProperty("data").GetRawText(), Is.EqualTo("""{"key":"value","more":"1"}"""));
    }

    [Test]
    public async Task PatchAsync_JsonWithFailingTest_ChangesNothing()
    {
        var before = await CreateMapAsync("json");

        Assert.That(
            () => Client.PatchAsync(Map("json"), PatchType.Json, Json("""[{"op":"test","path":"/data/key","value":"other"},{"op":"remove","path":"/data/key"}]""")),
            Throws.InstanceOf<KubernetesException>());
        Assert.That((await Client.GetAsync(Map("json"))).ResourceVersion, Is.EqualTo(before.ResourceVersion));
    }

    [Test]
    public async Task DeleteAsync_Present_IsGone()
    {
        await CreateMapAsync("deleted");

        Assert.That(await Client.DeleteAsync(Map("deleted")), Is.EqualTo(DeletionOutcome.Deleted));
        Assert.That(await Client.FindAsync(Map("deleted")), Is.Null);
    }

    [Test]
    public async Task DeleteAsync_Missing_SaysSo() => Assert.That(await Client.DeleteAsync(Map("never")), Is.EqualTo(DeletionOutcome.NotFound));

    [Test]
    public async Task DeleteAsync_UidOfAnotherLife_DeletesNothing()
    {
        var former = await CreateMapAsync("reborn");
        await Client.DeleteAsync(Map("reborn"));
        await CreateMapAsync("reborn");

        Assert.That(() => Client.DeleteAsync(Map("reborn"), new DeleteOptions { Uid = former.Uid }), Throws.InstanceOf<ConflictException>());
        Assert.That(await Client.FindAsync(Map("reborn")), Is.Not.Null);
    }

    [Test]
    public async Task DeleteAsync_VersionOfBefore_DeletesNothing()
    {
        var former = await CreateMapAsync("changed");
        await Client.PatchAsync(Map("changed"), PatchType.Merge, Json("""{"data":{"more":"1"}}"""));

        Assert.That(() => Client.DeleteAsync(Map("changed"), new DeleteOptions { ResourceVersion = former.ResourceVersion }), Throws.InstanceOf<ConflictException>());
        Assert.That(await Client.FindAsync(Map("changed")), Is.Not.Null);
    }

    [Test]
    public async Task DeleteAsync_DryRun_DeletesNothing()
    {
        await CreateMapAsync("dry-delete");

        await Client.DeleteAsync(Map("dry-delete"), new DeleteOptions { DryRun = true });

        Assert.That(await Client.FindAsync(Map("dry-delete")), Is.Not.Null);
    }

    [Test]
    public async Task DeleteAsync_Finalizer_SaysTerminating()
    {
        await Client.CreateAsync(Map("held"), Json("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"held","finalizers":["test.example/hold"]}}"""));

        Assert.That(await Client.DeleteAsync(Map("held")), Is.EqualTo(DeletionOutcome.Terminating));
        Assert.That((await Client.GetAsync(Map("held"))).IsTerminating, Is.True);
        await Client.PatchAsync(Map("held"), PatchType.Json, Json("""[{"op":"remove","path":"/metadata/finalizers"}]"""));
        Assert.That(await Client.FindAsync(Map("held")), Is.Null);
    }

    [TestCase(PropagationPolicy.Background, false)]
    [TestCase(PropagationPolicy.Foreground, false)]
    [TestCase(PropagationPolicy.Orphan, true)]
    public async Task DeleteAsync_Propagation_DecidesAboutDependents(PropagationPolicy policy, bool dependentStays)
    {
        Server.RequireControllers();
        var suffix = policy.ToString().ToLowerInvariant();
        var owner = await CreateMapAsync($"owner-{suffix}");
        await Client.CreateAsync(Map($"owned-{suffix}"), Json($$"""
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"owned-{{suffix}}","ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"{{owner.Name}}","uid":"{{owner.Uid}}","blockOwnerDeletion":true}]} }
            """));

        await Client.DeleteAsync(Map(owner.Name), new DeleteOptions { Propagation = policy, Uid = owner.Uid });

        await Eventually.That(() => Client.FindAsync(Map(owner.Name)), Is.Null);
        if (dependentStays)
        {
            var left = await Client.GetAsync(Map($"owned-{suffix}"));
            Assert.That(left.Metadata.TryGetProperty("ownerReferences", out _), Is.False);
        }
        else
        {
            await Eventually.That(() => Client.FindAsync(Map($"owned-{suffix}")), Is.Null);
        }
    }

    [Test]
    public void GetAsync_NameThatWouldLeaveItsPath_IsRefused() => Assert.That(
        () => Client.GetAsync(new ObjectReference(ConfigMap, Namespace, "..")), Throws.ArgumentException);

    [Test]
    public void GetAsync_NameWithSlash_AsksForThatName() => Assert.That(
        () => Client.GetAsync(Map("a/../../secrets/b")), Throws.InstanceOf<KubernetesException>().With.Message.Contains("a/../../secrets/b"));
}
