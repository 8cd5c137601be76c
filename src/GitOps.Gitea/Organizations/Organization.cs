namespace GitOps.Gitea.Organizations;

/// <summary>An organization: owns repositories and has a name among those of users, and is none.</summary>
public sealed record Organization(long Id, string Name, string FullName = "");
