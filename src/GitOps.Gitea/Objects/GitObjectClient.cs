using System.Buffers.Text;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Http;
using GitOps.Gitea.Paging;

namespace GitOps.Gitea.Objects;

/// <summary>Commits, trees and blobs. What is asked for by SHA never changes, so it may be kept for ever.</summary>
public sealed class GitObjectClient
{
    // The most that Gitea gives of a tree at once, unless its settings say less.
    private const int TreePageSize = 1000;

    private readonly GiteaConnection _connection;
    private readonly IGitObjectsApi _api;

    internal GitObjectClient(GiteaConnection connection)
    {
        (_connection, _api) = (connection, connection.Api<IGitObjectsApi>());
        _api.Sudo = connection.Sudo;
    }

    /// <param name="reference">A SHA, branch or tag.</param>
    /// <exception cref="GiteaNotFoundException">There is none.</exception>
    public Task<Commit> GetCommitAsync(RepositoryName repository, string reference, CancellationToken cancellation) => _api.GetCommitAsync(
        repository.Owner, repository.Name, ApiPath.OfReference(reference), stat: false, files: false, verification: false, cancellation);

    /// <summary>The history, newest first, read page by page as far as the caller takes it.</summary>
    /// <param name="reference">Where it starts; null stands for the default branch.</param>
    /// <param name="path">Only commits that touch this file.</param>
    /// <exception cref="GiteaConflictException">The repository is empty.</exception>
    public IAsyncEnumerable<Commit> StreamHistoryAsync(
        RepositoryName repository, string? reference, string? path, CancellationToken cancellation)
    {
        var list = _connection.List(
            $"the commits of {repository}",
            async (page, limit, token) => Page<Commit>.Of(await _api.ListCommitsAsync(
                repository.Owner, repository.Name, reference, path, stat: false, files: false, verification: false, page, limit, token)),
            commit => commit.Sha);
        return list.StreamAsync(null, cancellation);
    }

    /// <summary>A tree with everything below it, whole however many pages that takes.</summary>
    /// <param name="reference">A commit's or tree's SHA (best, for it cannot move), branch or tag.</param>
    /// <exception cref="GiteaValidationException">There is no such reference, or the repository is empty.</exception>
    /// <exception cref="GiteaIncompleteException">It moved or broke off while it was read.</exception>
    public async Task<GitTree> GetTreeAsync(RepositoryName repository, string reference, CancellationToken cancellation)
    {
        var entries = new List<GitTreeEntry>();
        var path = ApiPath.OfReference(reference);
        for (var number = 1; ; number++)
        {
            var page = await _api.GetTreeAsync(repository.Owner, repository.Name, path, recursive: true, number, TreePageSize, cancellation);
            var rows = page.Tree ?? [];
            entries.AddRange(rows);
            if (!page.Truncated && entries.Count == page.TotalCount)
            {
                return IsDistinct(entries)
                    ? new GitTree(page.Sha, entries)
                    : throw Incomplete(repository, reference, "a path came twice");
            }

            if (!page.Truncated || rows.Count == 0 || entries.Count >= page.TotalCount)
            {
                throw Incomplete(repository, reference, $"{entries.Count} entries came of {page.TotalCount}");
            }
        }
    }

    /// <summary>A blob's bytes, checked against its SHA.</summary>
    /// <exception cref="GiteaNotFoundException">There is none.</exception>
    /// <exception cref="GiteaIncompleteException">What came is not this blob.</exception>
    public async Task<byte[]> GetBlobAsync(RepositoryName repository, string sha, CancellationToken cancellation)
    {
        var blob = await _api.GetBlobAsync(repository.Owner, repository.Name, ObjectId.Check(sha), cancellation);
        if (blob is not { Encoding: "base64", Content: { } content })
        {
            throw new GiteaIncompleteException(
                $"Reading blob {sha} of {repository}: Gitea gives no content for its {blob.Size} bytes "
                + "([api] DEFAULT_MAX_BLOB_SIZE). Read it through the git transport.");
        }

        // Large blobs come with line breaks, which Convert passes over.
        var bytes = Base64.IsValid(content) ? Convert.FromBase64String(content) : [];
        return ObjectId.IsBlob(bytes, sha)
            ? bytes
            : throw new GiteaIncompleteException($"Reading blob {sha} of {repository}: the {bytes.Length} bytes that came are not it. Read it again.");
    }

    private static bool IsDistinct(List<GitTreeEntry> entries) =>
        entries.Select(entry => entry.Path).ToHashSet(StringComparer.Ordinal).Count == entries.Count;

    private static GiteaIncompleteException Incomplete(RepositoryName repository, string reference, string why) =>
        new($"Reading the tree {reference} of {repository}: {why}. Read it again, by the commit's SHA.");
}
