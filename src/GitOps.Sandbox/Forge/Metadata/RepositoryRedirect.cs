namespace GitOps.Sandbox.Forge.Metadata;

/// <summary>A name that a repository had before it was renamed or transferred.</summary>
internal sealed record RepositoryRedirect(long OwnerId, string Name, long RepositoryId);
