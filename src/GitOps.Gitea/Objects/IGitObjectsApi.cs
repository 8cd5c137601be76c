using RestEase;

namespace GitOps.Gitea.Objects;

/// <summary>Commits, trees and blobs as the API has them.</summary>
public interface IGitObjectsApi
{
    [Header("Sudo")]
    string? Sudo { get; set; }

    [Get("repos/{owner}/{repo}/commits")]
    Task<Response<List<Commit>?>> ListCommitsAsync(
        [Path] string owner,
        [Path] string repo,
        [Query] string? sha,
        [Query] string? path,
        [Query] bool stat,
        [Query] bool files,
        [Query] bool verification,
        [Query] int page,
        [Query] int limit,
        CancellationToken cancellation);

    [Get("repos/{owner}/{repo}/git/commits/{sha}")]
    Task<Commit> GetCommitAsync(
        [Path] string owner,
        [Path] string repo,
        [Path(UrlEncode = false)] string sha,
        [Query] bool stat,
        [Query] bool files,
        [Query] bool verification,
        CancellationToken cancellation);

    [Get("repos/{owner}/{repo}/git/trees/{sha}")]
    Task<GitTreePage> GetTreeAsync(
        [Path] string owner,
        [Path] string repo,
        [Path(UrlEncode = false)] string sha,
        [Query] bool recursive,
        [Query] int page,
        [Query("per_page")] int perPage,
        CancellationToken cancellation);

    [Get("repos/{owner}/{repo}/git/blobs/{sha}")]
    Task<GitBlob> GetBlobAsync([Path] string owner, [Path] string repo, [Path] string sha, CancellationToken cancellation);
}
