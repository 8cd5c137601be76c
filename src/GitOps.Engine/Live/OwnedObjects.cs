using GitOps.Model.Names;

namespace GitOps.Engine.Live;

/// <summary>The live objects of one environment. Guarded by the lock of <see cref="LiveObjects"/>.</summary>
internal sealed class OwnedObjects(EnvironmentKey key)
{
    public EnvironmentKey Key { get; } = key;

    public List<LiveObject> Items { get; } = new(4);
}
