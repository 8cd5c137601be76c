namespace GitOps.Model.Components;

/// <summary>A variable whose value anybody may see.</summary>
public sealed record PlainVariable(string Name, string Value) : EnvironmentVariable(Name);
