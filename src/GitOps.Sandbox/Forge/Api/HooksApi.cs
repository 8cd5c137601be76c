using GitOps.Sandbox.Forge.Access;
using GitOps.Sandbox.Forge.Bodies;
using GitOps.Sandbox.Forge.Metadata;

namespace GitOps.Sandbox.Forge.Api;

/// <summary>Webhooks of one repository, and the system's own, which hear of all.</summary>
internal static class HooksApi
{
    private static readonly HashSet<string> HookTypes =
        ["forgejo", "gitea", "gogs", "slack", "discord", "dingtalk", "telegram", "msteams", "feishu", "wechatwork", "packagist"];

    public static ForgeRoutes MapHooks(this ForgeRoutes routes) => routes
        .Get("/repos/{owner}/{repo}/hooks", TokenScope.Repository, request => List(request, request.Repository(AccessLevel.Admin).Id))
        .Post("/repos/{owner}/{repo}/hooks", TokenScope.Repository, request => CreateAsync(request, request.Repository(AccessLevel.Admin).Id))
        .Get("/repos/{owner}/{repo}/hooks/{id}", TokenScope.Repository, request => Get(request, request.Repository(AccessLevel.Admin).Id))
        .Patch("/repos/{owner}/{repo}/hooks/{id}", TokenScope.Repository, request => EditAsync(request, request.Repository(AccessLevel.Admin).Id))
        .Delete("/repos/{owner}/{repo}/hooks/{id}", TokenScope.Repository, request => Delete(request, request.Repository(AccessLevel.Admin).Id))
        .Post("/repos/{owner}/{repo}/hooks/{id}/tests", TokenScope.Repository, TestAsync)
        .Get("/admin/hooks", TokenScope.Admin, request => List(request, Webhook.AllRepositories))
        .Post("/admin/hooks", TokenScope.Admin, request => CreateAsync(request, Webhook.AllRepositories))
        .Get("/admin/hooks/{id}", TokenScope.Admin, request => Get(request, Webhook.AllRepositories))
        .Patch("/admin/hooks/{id}", TokenScope.Admin, request => EditAsync(request, Webhook.AllRepositories))
        .Delete("/admin/hooks/{id}", TokenScope.Admin, request => Delete(request, Webhook.AllRepositories));

    private static ApiAnswer List(ApiRequest request, long repositoryId) =>
        request.Page(request.Store.WebhooksByRepository.All(repositoryId).OrderBy(hook => hook.Id).ToArray(), Body);

    private static ApiAnswer Get(ApiRequest request, long repositoryId) => ApiAnswer.Ok(Body(Find(request, repositoryId)));

    private static async Task<ApiAnswer> CreateAsync(ApiRequest request, long repositoryId)
    {
        var asked = await request.ReadAsync<HookSettings>();
        if (asked.Config is null)
        {
            throw ApiException.Required("Config");
        }

        if (string.IsNullOrEmpty(asked.Type))
        {
            throw ApiException.Required("Type");
        }

        if (!HookTypes.Contains(asked.Type))
        {
            throw ApiException.Invalid($"Invalid hook type: {asked.Type}");
        }

        foreach (var option in (string[])["url", "content_type"])
        {
            if (!asked.Config.ContainsKey(option))
            {
                throw ApiException.Invalid($"Missing config option: {option}");
            }
        }

        var url = ValidUrl(asked.Config["url"]);
        var contentType = ValidContentType(asked.Config["content_type"]);
        var now = request.Forge.Now;
        lock (request.Store.Gate)
        {
            var hook = new Webhook
            {
                Id = request.Store.Webhooks.NextId(),
                RepositoryId = repositoryId,
                Url = url,
                ContentType = contentType,
                Secret = asked.Config.GetValueOrDefault("secret", ""),
                Events = asked.Events is { Length: > 0 } events ? events : ["push"],
                BranchFilter = asked.BranchFilter ?? "",
                AuthorizationHeader = asked.AuthorizationHeader ?? "",
                IsActive = asked.Active ?? false,
                Created = now,
                Updated = now,
            };
            request.Store.Webhooks.Put(hook);
            return ApiAnswer.Created(Body(hook));
        }
    }

    // Not partial, as in Gitea: what is left out of events and branch_filter falls back, and the secret never changes.
    private static async Task<ApiAnswer> EditAsync(ApiRequest request, long repositoryId)
    {
        var asked = await request.ReadAsync<HookSettings>();
        lock (request.Store.Gate)
        {
            var hook = Find(request, repositoryId);
            hook = hook with
            {
                Url = asked.Config?.GetValueOrDefault("url") is { } url ? ValidUrl(url) : hook.Url,
                ContentType = asked.Config?.GetValueOrDefault("content_type") is { } type ? ValidContentType(type) : hook.ContentType,
                Events = asked.Events is { Length: > 0 } events ? events : ["push"],
                BranchFilter = asked.BranchFilter ?? "",
                AuthorizationHeader = asked.AuthorizationHeader ?? hook.AuthorizationHeader,
                IsActive = asked.Active ?? hook.IsActive,
                Updated = request.Forge.Now,
            };
            request.Store.Webhooks.Put(hook);
            return ApiAnswer.Ok(Body(hook));
        }
    }

    private static ApiAnswer Delete(ApiRequest request, long repositoryId)
    {
        lock (request.Store.Gate)
        {
            request.Store.Webhooks.Remove(Find(request, repositoryId).Id);
        }

        return ApiAnswer.NoContent;
    }

    private static Task<ApiAnswer> TestAsync(ApiRequest request)
    {
        var repository = request.Repository(AccessLevel.Admin);
        var hook = Find(request, repository.Id);
        if (repository.IsEmpty)
        {
            throw new ApiException(404, "repository is empty", hasErrors: true);
        }

        var branch = request.Query("ref") is { Length: > 0 } asked ? asked : repository.DefaultBranch;
        var head = request.Open(repository).Refs.TryResolve("refs/heads/" + branch) ?? throw ApiException.NotFound();
        request.Forge.Announcer.Test(repository, request.Account, hook, branch, head);
        return Task.FromResult(ApiAnswer.NoContent);
    }

    private static Webhook Find(ApiRequest request, long repositoryId) =>
        request.Store.Webhooks.Find(request.Id("id")) is { } hook && hook.RepositoryId == repositoryId ? hook : throw ApiException.NotFound();

    private static HookBody Body(Webhook hook) => new(
        hook.Id,
        "",
        "gitea",
        hook.BranchFilter,
        new SortedDictionary<string, string>(StringComparer.Ordinal) { ["content_type"] = hook.ContentType, ["url"] = hook.Url },
        hook.Events,
        hook.AuthorizationHeader,
        hook.IsActive,
        hook.Updated,
        hook.Created);

    private static string ValidUrl(string url) => Uri.TryCreate(url, UriKind.Absolute, out var parsed) && (parsed.Scheme is "http" or "https")
        ? url
        : throw ApiException.Invalid("Invalid url");

    private static string ValidContentType(string type) => type is "json" or "form" ? type : throw ApiException.Invalid("Invalid content type");

    private sealed record HookSettings(string? Type, bool? Active, string[]? Events, string? BranchFilter, string? AuthorizationHeader, Dictionary<string, string>? Config)
    {
        public override string ToString() => $"webhook of type {Type}";
    }
}
