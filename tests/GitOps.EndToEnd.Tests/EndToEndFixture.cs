using GitOps.EndToEnd.Tests.World;

namespace GitOps.EndToEnd.Tests;

/// <summary>Every test of a fixture begins with a world of its own, which nobody else changes.</summary>
public abstract class EndToEndFixture(ClusterKind kind = ClusterKind.Sandbox)
{
    protected ClusterKind Kind => kind;

    protected EndToEndWorld World { get; private set; } = null!;

    [SetUp]
    public async Task StartWorldAsync() => World = await EndToEndWorld.StartAsync(kind, Settings);

    [TearDown]
    public async Task EndWorldAsync()
    {
        if (World is not null) await World.DisposeAsync();
    }

    /// <summary>Settings of the actualizer that all tests of the fixture want otherwise.</summary>
    protected virtual (string Name, string Value)[] Settings => [];
}
