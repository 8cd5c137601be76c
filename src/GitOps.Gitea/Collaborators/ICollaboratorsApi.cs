using GitOps.Gitea.Users;
using RestEase;

namespace GitOps.Gitea.Collaborators;

/// <summary>Collaborators as the API has them.</summary>
public interface ICollaboratorsApi
{
    [Header("Sudo")]
    string? Sudo { get; set; }

    [Get("repos/{owner}/{repo}/collaborators")]
    Task<Response<List<GiteaUser>?>> ListAsync(
        [Path] string owner, [Path] string repo, [Query] int page, [Query] int limit, CancellationToken cancellation);

    [Get("repos/{owner}/{repo}/collaborators/{collaborator}")]
    Task CheckAsync([Path] string owner, [Path] string repo, [Path] string collaborator, CancellationToken cancellation);

    [Get("repos/{owner}/{repo}/collaborators/{collaborator}/permission")]
    Task<CollaboratorPermission> GetPermissionAsync([Path] string owner, [Path] string repo, [Path] string collaborator, CancellationToken cancellation);

    [Put("repos/{owner}/{repo}/collaborators/{collaborator}")]
    Task SetAsync([Path] string owner, [Path] string repo, [Path] string collaborator, [Body] CollaboratorGrant grant, CancellationToken cancellation);

    [Delete("repos/{owner}/{repo}/collaborators/{collaborator}")]
    Task RemoveAsync([Path] string owner, [Path] string repo, [Path] string collaborator, CancellationToken cancellation);
}
