namespace GitOps.Model.Components;

/// <summary>An empty, writable volume that lives as long as the pod.</summary>
public sealed record ScratchVolume(string Name) : Volume(Name);
