namespace GitOps.Model.Components;

/// <summary>A read-only volume with the <see cref="Component.ConfigFiles"/>.</summary>
public sealed record ConfigFilesVolume(string Name) : Volume(Name);
