namespace GitOps.Gitea.Collaborators;

/// <summary>What a user may do with a repository, least first.</summary>
public enum RepositoryPermission
{
    None,
    Read,
    Write,
    Admin,
    Owner,
}
