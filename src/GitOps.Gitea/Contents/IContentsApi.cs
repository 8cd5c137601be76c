using RestEase;

namespace GitOps.Gitea.Contents;

/// <summary>Files as the API has them.</summary>
public interface IContentsApi
{
    [Header("Sudo")]
    string? Sudo { get; set; }

    [Get("repos/{owner}/{repo}/contents")]
    Task<List<ContentEntry>> ListRootAsync([Path] string owner, [Path] string repo, [Query("ref")] string? reference, CancellationToken cancellation);

    [Get("repos/{owner}/{repo}/contents/{filepath}")]
    Task<List<ContentEntry>> ListAsync(
        [Path] string owner, [Path] string repo, [Path(UrlEncode = false)] string filepath, [Query("ref")] string? reference, CancellationToken cancellation);

    [Get("repos/{owner}/{repo}/contents/{filepath}")]
    Task<ContentEntry> GetAsync(
        [Path] string owner, [Path] string repo, [Path(UrlEncode = false)] string filepath, [Query("ref")] string? reference, CancellationToken cancellation);

    [AllowAnyStatusCode]
    [Get("repos/{owner}/{repo}/raw/{filepath}")]
    Task<HttpResponseMessage> GetRawAsync(
        [Path] string owner,
        [Path] string repo,
        [Path(UrlEncode = false)] string filepath,
        [Query("ref")] string? reference,
        [Header("If-None-Match")] string? etag,
        CancellationToken cancellation);

    [Post("repos/{owner}/{repo}/contents/{filepath}")]
    Task<FileCommitted> CreateAsync(
        [Path] string owner, [Path] string repo, [Path(UrlEncode = false)] string filepath, [Body] NewContent file, CancellationToken cancellation);

    [Put("repos/{owner}/{repo}/contents/{filepath}")]
    Task<FileCommitted> UpdateAsync(
        [Path] string owner, [Path] string repo, [Path(UrlEncode = false)] string filepath, [Body] ContentUpdate file, CancellationToken cancellation);

    [Delete("repos/{owner}/{repo}/contents/{filepath}")]
    Task<FileCommitted> DeleteAsync(
        [Path] string owner, [Path] string repo, [Path(UrlEncode = false)] string filepath, [Body] ContentDelete file, CancellationToken cancellation);

    [Post("repos/{owner}/{repo}/contents")]
    Task<FilesCommitted> CommitAsync([Path] string owner, [Path] string repo, [Body] ContentsCommit commit, CancellationToken cancellation);
}
