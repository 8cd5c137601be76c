namespace GitOps.Model.Components;

/// <summary>Where a container sees a volume.</summary>
/// <param name="Volume">Name of the volume.</param>
/// <param name="Path">Absolute path in the container.</param>
/// <param name="SubPath">One file or folder of the volume; null for all of it.</param>
/// <param name="ReadOnly">Whether the container may write.</param>
public sealed record VolumeMount(string Volume, string Path, string? SubPath = null, bool ReadOnly = false);
