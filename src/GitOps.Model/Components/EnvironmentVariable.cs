namespace GitOps.Model.Components;

/// <summary>A variable of a container's environment.</summary>
public abstract record EnvironmentVariable(string Name);
