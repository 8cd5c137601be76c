using GitOps.Gitea.Errors;
using GitOps.Gitea.Http;

namespace GitOps.Gitea.Branches;

/// <summary>Branches. Gitea shows a new head here at once after a push.</summary>
public sealed class BranchClient
{
    private readonly GiteaConnection _connection;
    private readonly IBranchesApi _api;

    internal BranchClient(GiteaConnection connection)
    {
        (_connection, _api) = (connection, connection.Api<IBranchesApi>());
        _api.Sudo = connection.Sudo;
    }

    /// <summary>All branches; none of an empty repository.</summary>
    public Task<IReadOnlyList<Branch>> ListAsync(RepositoryName repository, CancellationToken cancellation) => _connection.ListAsync(
        $"the branches of {repository}",
        (page, limit, token) => _api.ListAsync(repository.Owner, repository.Name, page, limit, token),
        branch => branch.Name,
        cancellation);

    /// <exception cref="GiteaNotFoundException">There is no such branch or repository, or it may not be seen.</exception>
    public Task<Branch> GetAsync(RepositoryName repository, string branch, CancellationToken cancellation) =>
        _api.GetAsync(repository.Owner, repository.Name, ApiPath.OfReference(branch), cancellation);

    /// <returns>Null when there is no such branch, or no such repository.</returns>
    /// <exception cref="GiteaNotVisibleException">The caller is no administrator and cannot know.</exception>
    public Task<Branch?> FindAsync(RepositoryName repository, string branch, CancellationToken cancellation) =>
        _connection.Visibility.FindAsync(() => GetAsync(repository, branch, cancellation), cancellation);

    /// <exception cref="GiteaConflictException">There is one of that name.</exception>
    public Task<Branch> CreateAsync(RepositoryName repository, NewBranch branch, CancellationToken cancellation) =>
        _api.CreateAsync(repository.Owner, repository.Name, branch, cancellation);

    /// <returns>Whether it was there.</returns>
    /// <exception cref="GiteaForbiddenException">It is the default branch.</exception>
    public Task<bool> DeleteAsync(RepositoryName repository, string branch, CancellationToken cancellation) => _connection.Visibility.IsThereAsync(
        () => _api.DeleteAsync(repository.Owner, repository.Name, ApiPath.OfReference(branch), cancellation), cancellation);
}
