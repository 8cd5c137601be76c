using GitOps.EndToEnd.Tests.World;

namespace GitOps.EndToEnd.Tests;

/// <summary>A world for each test, in which producers share a namespace or have their own.</summary>
public abstract class IsolationFixture(ClusterKind kind, NamespaceMode mode)
{
    protected static readonly Project Shop = new(new Gateway("g1", "Shop"));

    protected EndToEndWorld World { get; private set; } = null!;

    protected bool IsOwn => mode == NamespaceMode.Own;

    [SetUp]
    public async Task StartWorldAsync()
    {
        World = await EndToEndWorld.PrepareAsync(kind);
        if (IsOwn) World.Actualizer.Settings["NAMESPACE_TEMPLATE"] = Template;
        await World.Configstore.StartAsync();
        await World.Actualizer.StartAsync();
    }

    [TearDown]
    public async Task EndWorldAsync()
    {
        if (World is not null) await World.DisposeAsync();
    }

    protected string Template => $"{World.TestCluster.Namespace}-$PRODUCER";

    protected string NamespaceOf(string producer) => IsOwn ? $"{World.TestCluster.Namespace}-{producer}" : World.TestCluster.Namespace;

    /// <summary>What kubectl shows where a producer's objects are.</summary>
    protected ClusterReader In(string producer) => World.Cluster.In(NamespaceOf(producer));
}
