using GitOps.Engine.Manifests;
using GitOps.Model.Names;

namespace GitOps.Engine.Live;

/// <summary>What one sight of an object says, before it is compared with what is known.</summary>
internal readonly record struct Observation
{
    public required ObjectKey Key { get; init; }

    public required Guid Uid { get; init; }

    public required ulong ResourceVersion { get; init; }

    public bool IsOurs { get; init; }

    public bool IsMarkedOnly { get; init; }

    public EnvironmentKey? Owner { get; init; }

    /// <summary>On a foreign object that runs something: whose it would be by its labels.</summary>
    public EnvironmentKey? LooksLike { get; init; }

    public string? Selected { get; init; }

    public string? Former { get; init; }

    public string Finalizers { get; init; }

    public ProducerName? Tenant { get; init; }

    public ContentHash OwnedHash { get; init; }

    public Rollout Rollout { get; init; }

    public bool IsTerminating { get; init; }

    public ComponentId Component { get; init; }

    public string[] Hosts { get; init; }

    public string Managers { get; init; }
}
