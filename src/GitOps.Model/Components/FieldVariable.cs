namespace GitOps.Model.Components;

/// <summary>A variable whose value Kubernetes takes from the pod itself, such as <c>metadata.name</c>.</summary>
public sealed record FieldVariable(string Name, string FieldPath) : EnvironmentVariable(Name);
