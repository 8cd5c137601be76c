using RestEase;

namespace GitOps.Gitea.Statuses;

/// <summary>Commit statuses as the API has them.</summary>
public interface ICommitStatusesApi
{
    [Header("Sudo")]
    string? Sudo { get; set; }

    [Get("repos/{owner}/{repo}/statuses/{sha}")]
    Task<Response<List<CommitStatus>?>> ListAsync(
        [Path] string owner, [Path] string repo, [Path] string sha, [Query] int page, [Query] int limit, CancellationToken cancellation);

    [Get("repos/{owner}/{repo}/commits/{sha}/status")]
    Task<CombinedStatus> GetCombinedAsync(
        [Path] string owner, [Path] string repo, [Path(UrlEncode = false)] string sha, CancellationToken cancellation);

    [Post("repos/{owner}/{repo}/statuses/{sha}")]
    Task<CommitStatus> CreateAsync(
        [Path] string owner, [Path] string repo, [Path] string sha, [Body] NewCommitStatus status, CancellationToken cancellation);
}
