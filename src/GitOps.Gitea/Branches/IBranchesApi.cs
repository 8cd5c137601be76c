using RestEase;

namespace GitOps.Gitea.Branches;

/// <summary>Branches as the API has them.</summary>
public interface IBranchesApi
{
    [Header("Sudo")]
    string? Sudo { get; set; }

    [Get("repos/{owner}/{repo}/branches")]
    Task<Response<List<Branch>?>> ListAsync(
        [Path] string owner, [Path] string repo, [Query] int page, [Query] int limit, CancellationToken cancellation);

    [Get("repos/{owner}/{repo}/branches/{branch}")]
    Task<Branch> GetAsync([Path] string owner, [Path] string repo, [Path(UrlEncode = false)] string branch, CancellationToken cancellation);

    [Post("repos/{owner}/{repo}/branches")]
    Task<Branch> CreateAsync([Path] string owner, [Path] string repo, [Body] NewBranch branch, CancellationToken cancellation);

    [Delete("repos/{owner}/{repo}/branches/{branch}")]
    Task DeleteAsync([Path] string owner, [Path] string repo, [Path(UrlEncode = false)] string branch, CancellationToken cancellation);

    /// <param name="reference">A reference without <c>refs/</c>, or what several begin with. Never an empty list: 404 when nothing begins so.</param>
    [Get("repos/{owner}/{repo}/git/refs/{reference}")]
    Task<List<GitReference>> ListReferencesAsync(
        [Path] string owner, [Path] string repo, [Path(UrlEncode = false)] string reference, CancellationToken cancellation);
}
