using GitOps.Sandbox.Forge.Access;
using GitOps.Sandbox.Forge.Bodies;
using GitOps.Sandbox.Forge.Git;
using GitOps.Sandbox.Forge.Metadata;

namespace GitOps.Sandbox.Forge.Api;

/// <summary>Commit statuses: every one ever posted, and the newest of each context combined.</summary>
internal static class StatusesApi
{
    // From the least to the most telling: the combined state is that of the worst context.
    private static readonly string[] States = ["skipped", "success", "warning", "pending", "failure", "error"];

    public static ForgeRoutes MapStatuses(this ForgeRoutes routes) => routes
        .Post("/repos/{owner}/{repo}/statuses/{sha}", TokenScope.Repository, CreateAsync)
        .Get("/repos/{owner}/{repo}/statuses/{sha}", TokenScope.Repository, List)
        .Get("/repos/{owner}/{repo}/commits/{ref}/statuses", TokenScope.Repository, List)
        .Get("/repos/{owner}/{repo}/commits/{ref}/status", TokenScope.Repository, Combined);

    private static async Task<ApiAnswer> CreateAsync(ApiRequest request)
    {
        var repository = request.Repository(AccessLevel.Write);
        var asked = await request.ReadAsync<NewStatus>();
        var commit = Commit(request, repository);
        lock (request.Store.Gate)
        {
            var status = new CommitStatus
            {
                Id = request.Store.Statuses.NextId(),
                RepositoryId = repository.Id,
                Sha = commit.Id,
                State = asked.State ?? "",
                Context = string.IsNullOrEmpty(asked.Context) ? "default" : asked.Context,
                Description = asked.Description ?? "",
                TargetUrl = asked.TargetUrl ?? "",
                CreatorId = request.Account.Id,
                Created = request.Forge.Now,
            };
            request.Store.Statuses.Put(status);
            return ApiAnswer.Created(Body(request, repository, status));
        }
    }

    private static ApiAnswer List(ApiRequest request)
    {
        var repository = request.Repository();
        var statuses = request.Store.StatusesByCommit.All((repository.Id, Commit(request, repository).Id)).OrderByDescending(status => status.Id).ToArray();
        return request.Page(statuses, status => Body(request, repository, status));
    }

    private static ApiAnswer Combined(ApiRequest request)
    {
        var repository = request.Repository();
        var commit = Commit(request, repository);
        var newest = request.Store.StatusesByCommit.All((repository.Id, commit.Id))
            .GroupBy(status => status.Context)
            .Select(context => context.MaxBy(status => status.Id)!)
            .OrderByDescending(status => status.Id)
            .ToArray();
        var state = newest.Length == 0 ? "" : newest.MaxBy(status => Array.IndexOf(States, status.State))!.State;
        var url = $"{request.Bodies.Api}/repos/{request.Bodies.FullName(repository)}/commits/{commit.Id}";
        return request.Page(newest, status => Body(request, repository, status), rows =>
            new CombinedStatusBody(state, commit.Id, newest.Length, [.. rows.Cast<StatusBody>()], request.Body(repository), url, url + "/status"));
    }

    private static Commit Commit(ApiRequest request, Repository repository)
    {
        var revision = request.Route("sha") is { Length: > 0 } sha ? sha : request.Route("ref");
        return request.Open(repository).TryResolveCommit(revision) ?? throw ApiException.NotFound($"object does not exist [id: {revision}, rel_path: ]");
    }

    private static StatusBody Body(ApiRequest request, Repository repository, CommitStatus status) => new(
        status.Id,
        status.State,
        status.TargetUrl,
        status.Description,
        $"{request.Bodies.Api}/repos/{request.Bodies.FullName(repository)}/statuses/{status.Sha}",
        status.Context,
        request.Store.Accounts.Find(status.CreatorId) is { } creator ? request.Bodies.Stranger(creator) : null,
        status.Created,
        status.Created);

    private sealed record NewStatus(string? State, string? Context, string? Description, string? TargetUrl);
}
