namespace GitOps.Model.Components;

/// <summary>A read-only volume with the <see cref="Component.ConfigFiles"/>.</summary>
/// <param name="Name">Name of the volume.</param>
/// <param name="Paths">Name of a file to its path in the volume; null: each lies at the root under its name.</param>
public sealed record ConfigFilesVolume(string Name, IReadOnlyList<KeyValuePair<string, string>>? Paths = null) : Volume(Name);
