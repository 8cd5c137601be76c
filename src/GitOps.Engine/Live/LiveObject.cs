using GitOps.Engine.Manifests;
using GitOps.Model.Names;

namespace GitOps.Engine.Live;

/// <summary>
/// What is remembered of one object of the cluster: who it is, whose it is and whether it is still as applied; not its content.
/// Immutable; an observation replaces it.
/// </summary>
public sealed record LiveObject
{
    public required ObjectKey Key { get; init; }

    /// <summary>The object's life: another uid is another object of the same name.</summary>
    public required Guid Uid { get; init; }

    /// <summary>Orders observations of one object; the API server's resourceVersion (comparable since KEP-5504, a plain etcd revision before).</summary>
    public required ulong ResourceVersion { get; init; }

    /// <summary>True when our field manager applied fields of the object, or when only its <see cref="OwnerMark"/> is left. Anything else is foreign and never written.</summary>
    public bool IsOurs { get; init; }

    /// <summary>Ours by its mark alone: nothing says any more which fields are ours.</summary>
    public bool IsMarkedOnly { get; init; }

    /// <summary>
    /// From the labels producer and environment (<see cref="EnvironmentLabels"/>), as far as our manager still owns them: a label that somebody rewrote
    /// by hand cannot move an object to another producer. Null on foreign objects and when the labels were tampered with.
    /// </summary>
    public EnvironmentKey? Owner => Environment?.Key;

    /// <summary>Whose the object is when it belongs to a producer as a whole and to no environment (<see cref="TenantLabels"/>); as little forgeable as <see cref="Owner"/>.</summary>
    public ProducerName? Tenant => Producer?.Producer;

    /// <summary>Ours, and neither an environment's nor a producer's: what belongs to all producers of a namespace together, or what nobody can tell.</summary>
    public bool IsCommon => IsOurs && Environment is null && Producer is null;

    /// <summary>Shared by all objects of one owner.</summary>
    internal OwnedObjects? Environment { get; init; }

    /// <summary>Shared by all objects of one producer as a whole.</summary>
    internal TenantObjects? Producer { get; init; }

    /// <summary>Hash of the fields that our manager owns. Default on foreign objects.</summary>
    public ContentHash OwnedHash { get; init; }

    public Rollout Rollout { get; init; }

    /// <summary>Has a deletion timestamp.</summary>
    public bool IsTerminating { get; init; }

    /// <summary>Which replacement this object waits for when it is pruned.</summary>
    public ComponentId Component { get; init; }

    /// <summary>The component id of the pods that a Deployment or Service leads to; null without one.</summary>
    public string? Selected { get; init; }

    /// <summary>On a Service: the component id of pods that it led to before, and that are not cleared away yet; else null.</summary>
    public string? Former { get; init; }

    /// <summary>What keeps an object from going that is being deleted, joined; empty on all others.</summary>
    public string Finalizers { get; init; } = "";

    /// <summary>Hosts of an Ingress's rules.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>On a foreign object: its field managers, joined; what a refusal names. Empty on ours.</summary>
    public string Managers { get; init; } = "";
}
