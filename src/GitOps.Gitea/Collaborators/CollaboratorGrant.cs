namespace GitOps.Gitea.Collaborators;

/// <summary>A right to be given: <c>read</c>, <c>write</c> or <c>admin</c>.</summary>
public sealed record CollaboratorGrant(string Permission);
