using GitOps.Gitea.Errors;
using GitOps.Gitea.Http;
using GitOps.Gitea.Objects;

namespace GitOps.Gitea.Branches;

/// <summary>Branches. Gitea shows a new head here at once after a push.</summary>
/// <remarks>
/// <c>List</c>, <c>Get</c> and <c>Find</c> ask Gitea's own table of branches, which a push that its queue lost never reaches: after a lost
/// first push they know no branch at all. The methods about heads ask git itself, in one request whatever the number of branches.
/// </remarks>
public sealed class BranchClient
{
    private const string Heads = "refs/heads/";

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

    /// <summary>The commits that all branches point to, by branch, as git has them.</summary>
    /// <exception cref="GiteaNotFoundException">There is no branch, or no such repository, or it may not be seen.</exception>
    public async Task<IReadOnlyDictionary<string, string>> GetHeadsAsync(RepositoryName repository, CancellationToken cancellation)
    {
        var heads = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var reference in await ReadAsync(repository, "heads", cancellation))
        {
            if (reference.Ref.StartsWith(Heads, StringComparison.Ordinal))
            {
                heads[reference.Ref[Heads.Length..]] = reference.Target.Sha;
            }
        }

        return heads;
    }

    /// <summary>The same; nothing for a repository without branches, and for one that does not exist.</summary>
    /// <exception cref="GiteaNotVisibleException">The caller is no administrator and cannot know.</exception>
    public async Task<IReadOnlyDictionary<string, string>> FindHeadsAsync(RepositoryName repository, CancellationToken cancellation) =>
        await _connection.Visibility.FindAsync(() => GetHeadsAsync(repository, cancellation), cancellation) ?? new Dictionary<string, string>();

    /// <summary>The commit that a branch points to, as git has it.</summary>
    /// <returns>Null when there is no such branch, or no such repository.</returns>
    /// <exception cref="GiteaNotVisibleException">The caller is no administrator and cannot know.</exception>
    public async Task<string?> FindHeadAsync(RepositoryName repository, string branch, CancellationToken cancellation)
    {
        // Gitea gives what begins with this name too.
        var found = await _connection.Visibility.FindAsync(() => ReadAsync(repository, $"heads/{branch}", cancellation), cancellation);
        return found?.FirstOrDefault(reference => reference.Ref == Heads + branch)?.Target.Sha;
    }

    private async Task<List<GitReference>> ReadAsync(RepositoryName repository, string reference, CancellationToken cancellation)
    {
        var references = await _api.ListReferencesAsync(repository.Owner, repository.Name, ApiPath.OfReference(reference), cancellation);
        // Gitea answers 404 when there is none, so an empty list says nothing.
        return references.Count > 0 && references.TrueForAll(found => ObjectId.IsValid(found.Target.Sha))
            ? references
            : throw new GiteaProtocolException($"Reading refs/{reference} of {repository}: what came is no list of references. Check the proxies before Gitea.");
    }
}
