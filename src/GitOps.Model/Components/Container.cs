namespace GitOps.Model.Components;

/// <summary>One container of a component's pods.</summary>
public sealed record Container
{
    public required string Name { get; init; }

    /// <summary>Image reference with tag.</summary>
    public required string Image { get; init; }

    /// <summary>Whether the image is pulled at every start, because its tag may move.</summary>
    public bool AlwaysPull { get; init; }

    /// <summary>Replaces the image's entry point; empty keeps it.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    public IReadOnlyList<EnvironmentVariable> Environment { get; init; } = [];

    public IReadOnlyList<ContainerPort> Ports { get; init; } = [];

    public IReadOnlyList<VolumeMount> Mounts { get; init; } = [];

    /// <summary>What the container is promised and may use; none: whatever the cluster gives.</summary>
    public ResourceNeeds Resources { get; init; } = ResourceNeeds.None;

    /// <summary>When the container may receive traffic; null: as soon as it runs.</summary>
    public Probe? Readiness { get; init; }
}
