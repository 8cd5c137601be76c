using GitOps.Gitea.Errors;
using GitOps.Gitea.Http;

namespace GitOps.Gitea.Organizations;

/// <summary>Organizations. Nothing else tells one from a user: <c>GET /users/{name}</c> finds both, and the owner of a repository looks the same.</summary>
public sealed class OrganizationClient
{
    private readonly GiteaConnection _connection;
    private readonly IOrganizationsApi _api;

    internal OrganizationClient(GiteaConnection connection)
    {
        (_connection, _api) = (connection, connection.Api<IOrganizationsApi>());
        _api.Sudo = connection.Sudo;
    }

    /// <summary>A renamed organization is found under its old name too, and answers with the new one.</summary>
    /// <returns>Null when nobody has that name, or a user has it.</returns>
    /// <exception cref="GiteaNotVisibleException">The caller is no administrator and cannot know.</exception>
    public Task<Organization?> FindAsync(string name, CancellationToken cancellation) =>
        _connection.Visibility.FindAsync(() => _api.GetAsync(LoginName.Check(name), cancellation), cancellation);
}
