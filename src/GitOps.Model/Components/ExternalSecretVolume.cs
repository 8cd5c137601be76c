namespace GitOps.Model.Components;

/// <summary>A read-only volume with a secret that an operator keeps in the cluster.</summary>
public sealed record ExternalSecretVolume(string Name, string SecretName) : Volume(Name);
