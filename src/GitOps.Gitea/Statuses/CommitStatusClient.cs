using GitOps.Gitea.Errors;
using GitOps.Gitea.Http;
using GitOps.Gitea.Objects;

namespace GitOps.Gitea.Statuses;

/// <summary>Statuses of commits: what became of them, shown beside each in Gitea.</summary>
public sealed class CommitStatusClient
{
    private readonly GiteaConnection _connection;
    private readonly ICommitStatusesApi _api;

    internal CommitStatusClient(GiteaConnection connection)
    {
        (_connection, _api) = (connection, connection.Api<ICommitStatusesApi>());
        _api.Sudo = connection.Sudo;
    }

    /// <summary>All statuses that were ever put on a commit.</summary>
    public Task<IReadOnlyList<CommitStatus>> ListAsync(RepositoryName repository, string sha, CancellationToken cancellation) => _connection.ListAsync(
        $"the statuses of {sha} of {repository}",
        (page, limit, token) => _api.ListAsync(repository.Owner, repository.Name, ObjectId.Check(sha), page, limit, token),
        status => status.Id,
        cancellation);

    /// <summary>The newest status of each context.</summary>
    /// <param name="reference">A SHA, branch or tag.</param>
    public Task<CombinedStatus> GetCombinedAsync(RepositoryName repository, string reference, CancellationToken cancellation) =>
        _api.GetCombinedAsync(repository.Owner, repository.Name, ApiPath.OfReference(reference), cancellation);

    /// <summary>Puts a status on a commit. Not repeated after a lost answer, but harmless to repeat: the newest of a context counts.</summary>
    /// <exception cref="GiteaException">There is no such commit, among others.</exception>
    public Task<CommitStatus> CreateAsync(RepositoryName repository, string sha, NewCommitStatus status, CancellationToken cancellation) =>
        _api.CreateAsync(repository.Owner, repository.Name, ObjectId.Check(sha), status, cancellation);
}
