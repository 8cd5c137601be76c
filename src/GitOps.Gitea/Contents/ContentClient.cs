using System.Net;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Http;
using GitOps.Gitea.Objects;

namespace GitOps.Gitea.Contents;

/// <summary>
/// Files of a repository. A path is relative and slash-separated; a null reference stands for the default branch. Writes
/// are commits on condition of the blob SHA they replace; a lost race is a <see cref="GiteaConflictException"/>.
/// </summary>
public sealed class ContentClient
{
    private readonly GiteaConnection _connection;
    private readonly IContentsApi _api;

    internal ContentClient(GiteaConnection connection)
    {
        (_connection, _api) = (connection, connection.Api<IContentsApi>());
        _api.Sudo = connection.Sudo;
    }

    /// <summary>The root's entries; none of an empty repository (which Gitea 1.26 answers by 404 and 1.21 by an empty list).</summary>
    /// <exception cref="GiteaNotFoundException">There is no such repository or reference, or the repository is empty (1.26).</exception>
    public async Task<IReadOnlyList<ContentEntry>> ListAsync(
        RepositoryName repository, string directory, string? reference, CancellationToken cancellation) =>
        directory.Length == 0
            ? await _api.ListRootAsync(repository.Owner, repository.Name, reference, cancellation)
            : await _api.ListAsync(repository.Owner, repository.Name, ApiPath.OfFile(directory), reference, cancellation);

    /// <exception cref="GiteaNotFoundException">There is no such file.</exception>
    /// <exception cref="GiteaProtocolException">It is a directory.</exception>
    public Task<ContentEntry> GetAsync(RepositoryName repository, string path, string? reference, CancellationToken cancellation) =>
        _api.GetAsync(repository.Owner, repository.Name, ApiPath.OfFile(path), reference, cancellation);

    /// <returns>Null when there is no such file, reference or repository.</returns>
    /// <exception cref="GiteaNotVisibleException">The caller is no administrator and cannot know.</exception>
    public Task<ContentEntry?> FindAsync(RepositoryName repository, string path, string? reference, CancellationToken cancellation) =>
        _connection.Visibility.FindAsync(() => GetAsync(repository, path, reference, cancellation), cancellation);

    /// <summary>A file's bytes.</summary>
    /// <param name="knownSha">The blob that the caller has already.</param>
    /// <returns>Null when the file still is the blob of <paramref name="knownSha"/>.</returns>
    /// <exception cref="GiteaNotFoundException">There is no such file.</exception>
    /// <exception cref="GiteaIncompleteException">The bytes are not those of the blob that Gitea named.</exception>
    public async Task<RawFile?> GetRawAsync(
        RepositoryName repository, string path, string? reference, string? knownSha, CancellationToken cancellation)
    {
        using var response = await _api.GetRawAsync(
            repository.Owner, repository.Name, ApiPath.OfFile(path), reference, knownSha is null ? null : $"\"{knownSha}\"", cancellation);
        if (response.StatusCode == HttpStatusCode.NotModified)
        {
            return null;
        }

        var content = await response.Content.ReadAsByteArrayAsync(cancellation);
        var sha = response.Headers.ETag is { IsWeak: false, Tag: var tag } && ObjectId.IsValid(tag.Trim('"')) ? tag.Trim('"') : null;
        return sha is null || ObjectId.IsBlob(content, sha)
            ? new RawFile(content, sha)
            : throw new GiteaIncompleteException($"Reading {path} of {repository}: the {content.Length} bytes that came are not blob {sha}. Read it again.");
    }

    /// <summary>Creates a file in a commit.</summary>
    /// <exception cref="GiteaConflictException">It is there already.</exception>
    public Task<FileCommitted> CreateAsync(RepositoryName repository, string path, NewContent file, CancellationToken cancellation) =>
        _api.CreateAsync(repository.Owner, repository.Name, ApiPath.OfFile(path), file, cancellation);

    /// <summary>Replaces a file in a commit.</summary>
    /// <exception cref="GiteaConflictException">It is not the blob that <see cref="ContentUpdate.Sha"/> names.</exception>
    public Task<FileCommitted> UpdateAsync(RepositoryName repository, string path, ContentUpdate file, CancellationToken cancellation) =>
        _api.UpdateAsync(repository.Owner, repository.Name, ApiPath.OfFile(path), file, cancellation);

    /// <summary>Deletes a file in a commit.</summary>
    /// <exception cref="GiteaConflictException">It is not the blob that <see cref="ContentDelete.Sha"/> names.</exception>
    public Task<FileCommitted> DeleteAsync(RepositoryName repository, string path, ContentDelete file, CancellationToken cancellation) =>
        _api.DeleteAsync(repository.Owner, repository.Name, ApiPath.OfFile(path), file, cancellation);

    /// <summary>Changes several files in one commit, all or none.</summary>
    /// <exception cref="GiteaConflictException">One of them is not as its change names it.</exception>
    public Task<FilesCommitted> CommitAsync(RepositoryName repository, ContentsCommit commit, CancellationToken cancellation)
    {
        foreach (var file in commit.Files)
        {
            ApiPath.OfFile(file.Path);
        }

        return _api.CommitAsync(repository.Owner, repository.Name, commit, cancellation);
    }
}
