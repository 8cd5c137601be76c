using RestEase;

namespace GitOps.Gitea.Hooks;

/// <summary>Webhooks as the API has them, of a repository and of the whole system.</summary>
public interface IHooksApi
{
    [Header("Sudo")]
    string? Sudo { get; set; }

    [Get("repos/{owner}/{repo}/hooks")]
    Task<Response<List<Hook>?>> ListAsync(
        [Path] string owner, [Path] string repo, [Query] int page, [Query] int limit, CancellationToken cancellation);

    [Get("repos/{owner}/{repo}/hooks/{id}")]
    Task<Hook> GetAsync([Path] string owner, [Path] string repo, [Path] long id, CancellationToken cancellation);

    [Post("repos/{owner}/{repo}/hooks")]
    Task<Hook> CreateAsync([Path] string owner, [Path] string repo, [Body] NewHook hook, CancellationToken cancellation);

    [Patch("repos/{owner}/{repo}/hooks/{id}")]
    Task<Hook> EditAsync([Path] string owner, [Path] string repo, [Path] long id, [Body] HookEdit edit, CancellationToken cancellation);

    [Delete("repos/{owner}/{repo}/hooks/{id}")]
    Task DeleteAsync([Path] string owner, [Path] string repo, [Path] long id, CancellationToken cancellation);

    [Post("repos/{owner}/{repo}/hooks/{id}/tests")]
    Task TestAsync([Path] string owner, [Path] string repo, [Path] long id, CancellationToken cancellation);

    /// <param name="type"><c>system</c>, <c>default</c> or <c>all</c>; 1.21 knows no types and lists system hooks.</param>
    [Get("admin/hooks")]
    Task<Response<List<Hook>?>> ListSystemAsync([Query] string? type, [Query] int page, [Query] int limit, CancellationToken cancellation);

    [Get("admin/hooks/{id}")]
    Task<Hook> GetSystemAsync([Path] long id, CancellationToken cancellation);

    [Post("admin/hooks")]
    Task<Hook> CreateSystemAsync([Body] NewHook hook, CancellationToken cancellation);

    [Patch("admin/hooks/{id}")]
    Task<Hook> EditSystemAsync([Path] long id, [Body] HookEdit edit, CancellationToken cancellation);

    [Delete("admin/hooks/{id}")]
    Task DeleteSystemAsync([Path] long id, CancellationToken cancellation);
}
