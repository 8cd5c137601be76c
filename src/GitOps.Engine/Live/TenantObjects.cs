using GitOps.Model.Names;

namespace GitOps.Engine.Live;

/// <summary>The live objects of a producer as a whole, and which of its environments have some. Guarded by the lock of <see cref="LiveObjects"/>.</summary>
internal sealed class TenantObjects(ProducerName producer)
{
    public ProducerName Producer { get; } = producer;

    public List<LiveObject> Items { get; } = [];

    public SortedSet<EnvironmentKey> Environments { get; } = [];

    public bool IsEmpty => Items.Count == 0 && Environments.Count == 0;

    /// <summary>More stands than the namespace, and no environment has anything.</summary>
    public bool IsDeserted => Environments.Count == 0 && Items.Any(item => item.Key.Namespace.Length > 0);

    /// <summary>Who looks after the objects: any environment would, as all desire the same.</summary>
    public EnvironmentKey Caretaker => Environments.Count > 0 ? Environments.Min : EnvironmentKey.Default(Producer);
}
