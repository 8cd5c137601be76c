namespace GitOps.Model.Components;

/// <summary>A file that pods read.</summary>
public sealed record ConfigFile(string Name, string Content);
