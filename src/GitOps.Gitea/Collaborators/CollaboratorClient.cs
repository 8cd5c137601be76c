using GitOps.Gitea.Errors;
using GitOps.Gitea.Http;
using GitOps.Gitea.Users;

namespace GitOps.Gitea.Collaborators;

/// <summary>Who else may read or write a repository.</summary>
public sealed class CollaboratorClient
{
    private readonly GiteaConnection _connection;
    private readonly ICollaboratorsApi _api;

    internal CollaboratorClient(GiteaConnection connection)
    {
        (_connection, _api) = (connection, connection.Api<ICollaboratorsApi>());
        _api.Sudo = connection.Sudo;
    }

    /// <summary>All collaborators; the owner is none.</summary>
    public Task<IReadOnlyList<GiteaUser>> ListAsync(RepositoryName repository, CancellationToken cancellation) => _connection.ListAsync(
        $"the collaborators of {repository}",
        (page, limit, token) => _api.ListAsync(repository.Owner, repository.Name, page, limit, token),
        user => user.Id,
        cancellation);

    /// <summary>What a user may do with a repository, from whatever source: ownership, administration, collaboration.</summary>
    /// <exception cref="GiteaNotFoundException">There is no such user or repository, or it may not be seen.</exception>
    /// <exception cref="GiteaForbiddenException">The caller asks of another user without being an administrator of the repository.</exception>
    public async Task<RepositoryPermission> GetPermissionAsync(RepositoryName repository, string login, CancellationToken cancellation)
    {
        var answer = await _api.GetPermissionAsync(repository.Owner, repository.Name, LoginName.Check(login), cancellation);
        return answer.Permission switch
        {
            "none" => RepositoryPermission.None,
            "read" => RepositoryPermission.Read,
            "write" => RepositoryPermission.Write,
            "admin" => RepositoryPermission.Admin,
            "owner" => RepositoryPermission.Owner,
            var other => throw new GiteaProtocolException(
                $"Reading what {login} may do with {repository}: '{other}' is no permission that is known. Update this client."),
        };
    }

    /// <summary>Makes a user a collaborator, or changes what one may do.</summary>
    /// <param name="permission">Read, write or admin: Gitea 1.26 answers anything else by 500, and 1.21 by doing as it likes.</param>
    /// <exception cref="GiteaValidationException">There is no such user.</exception>
    public Task SetAsync(RepositoryName repository, string login, RepositoryPermission permission, CancellationToken cancellation)
    {
        var word = permission switch
        {
            RepositoryPermission.Read => "read",
            RepositoryPermission.Write => "write",
            RepositoryPermission.Admin => "admin",
            _ => throw new ArgumentOutOfRangeException(nameof(permission), permission, "A collaborator may read, write or administrate."),
        };
        return _api.SetAsync(repository.Owner, repository.Name, LoginName.Check(login), new(word), cancellation);
    }

    /// <summary>Takes a collaborator away; done as well when there was none.</summary>
    public Task RemoveAsync(RepositoryName repository, string login, CancellationToken cancellation) =>
        _api.RemoveAsync(repository.Owner, repository.Name, LoginName.Check(login), cancellation);

    /// <returns>Whether the user is a collaborator; false also when there is no such repository.</returns>
    /// <exception cref="GiteaNotVisibleException">The caller is no administrator and cannot know.</exception>
    public Task<bool> IsCollaboratorAsync(RepositoryName repository, string login, CancellationToken cancellation) => _connection.Visibility.IsThereAsync(
        () => _api.CheckAsync(repository.Owner, repository.Name, LoginName.Check(login), cancellation), cancellation);
}
