namespace GitOps.Model.Components;

/// <summary>A variable whose value is one of <see cref="Component.Secrets"/>.</summary>
public sealed record SecretVariable(string Name, string Key) : EnvironmentVariable(Name);
