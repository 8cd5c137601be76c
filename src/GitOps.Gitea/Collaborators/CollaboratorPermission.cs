using GitOps.Gitea.Users;

namespace GitOps.Gitea.Collaborators;

/// <summary>A user's right as the API has it: <c>none</c>, <c>read</c>, <c>write</c>, <c>admin</c> or <c>owner</c>.</summary>
public sealed record CollaboratorPermission(string Permission, GiteaUser? User = null);
