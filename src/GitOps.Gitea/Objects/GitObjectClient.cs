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

    /// <summary>A tree with everything below it, whole however many pages that takes, and no page more than shows that it is too much.</summary>
    /// <param name="reference">A commit's or tree's SHA (best, for it cannot move), branch or tag.</param>
    /// <param name="limits">How much is read; null reads as much as a page can hold of sense.</param>
    /// <exception cref="GiteaTooLargeException">It is more than the limits let be read.</exception>
    /// <exception cref="GiteaValidationException">There is no such reference, or the repository is empty.</exception>
    /// <exception cref="GiteaIncompleteException">It moved or broke off while it was read.</exception>
    public async Task<GitTree> GetTreeAsync(RepositoryName repository, string reference, CancellationToken cancellation, TreeLimits? limits = null)
    {
        var what = $"the tree {reference} of {repository}";
        limits ??= new TreeLimits();
        try
        {
            var reading = new TreeReading(what, limits);
            var sha = await ReadPagesAsync(repository, reference, recursive: true, reading, cancellation);
            return new GitTree(sha, reading.Entries);
        }
        catch (GiteaUnavailableException failure)
        {
            // Gitea may be down, or this tree may be more than it can list in its time.
            return await WalkTreeAsync(repository, reference, new TreeReading(what, limits), limits, cancellation) ?? throw new GiteaUnavailableException(failure.Message, failure);
        }
    }

    private async Task<GitTree?> WalkTreeAsync(RepositoryName repository, string reference, TreeReading reading, TreeLimits limits, CancellationToken cancellation)
    {
        var walk = new TreeWalk(reading, async (sha, token) =>
        {
            var folder = new TreeReading($"the tree {reference} of {repository}", limits);
            await ReadPagesAsync(repository, sha, recursive: false, folder, token);
            return folder.Entries;
        });
        return await walk.ReadAsync(reference, cancellation) ? new GitTree(reference, reading.Entries) : null;
    }

    /// <returns>The SHA of what was asked for.</returns>
    private async Task<string> ReadPagesAsync(RepositoryName repository, string reference, bool recursive, TreeReading reading, CancellationToken cancellation)
    {
        var path = ApiPath.OfReference(reference);
        for (var number = 1; ; number++)
        {
            var page = await _api.GetTreeAsync(repository.Owner, repository.Name, path, recursive, number, TreePageSize, cancellation);
            // The first page tells how many there are: of too many no second one is read.
            reading.CheckCount(page.TotalCount);
            foreach (var row in page.Tree ?? [])
            {
                reading.Add(row);
            }

            if (!page.Truncated && reading.Entries.Count == page.TotalCount)
            {
                return IsDistinct(reading.Entries) ? page.Sha : throw Incomplete(repository, reference, "a path came twice");
            }

            if (!page.Truncated || page.Tree is not { Count: > 0 } || reading.Entries.Count >= page.TotalCount)
            {
                throw Incomplete(repository, reference, $"{reading.Entries.Count} entries came of {page.TotalCount}");
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

    private static bool IsDistinct(IReadOnlyCollection<GitTreeEntry> entries) =>
        entries.Select(entry => entry.Path).ToHashSet(StringComparer.Ordinal).Count == entries.Count;

    private static GiteaIncompleteException Incomplete(RepositoryName repository, string reference, string why) =>
        new($"Reading the tree {reference} of {repository}: {why}. Read it again, by the commit's SHA.");
}
