using System.Globalization;
using GitOps.Sandbox.Forge.Access;
using GitOps.Sandbox.Forge.Bodies;
using GitOps.Sandbox.Forge.Git;

namespace GitOps.Sandbox.Forge.Api;

/// <summary>Commits of a repository, newest first, and single ones.</summary>
internal static class CommitsApi
{
    public static ForgeRoutes MapCommits(this ForgeRoutes routes) => routes
        .Get("/repos/{owner}/{repo}/commits", TokenScope.Repository, List)
        .Get("/repos/{owner}/{repo}/git/commits/{sha}", TokenScope.Repository, Get);

    private static ApiAnswer List(ApiRequest request)
    {
        var repository = request.Repository();
        if (repository.IsEmpty)
        {
            throw new ApiException(409, "Git Repository is empty.");
        }

        var bare = request.Open(repository);
        var revision = request.Query("sha") is { Length: > 0 } asked ? asked : repository.DefaultBranch;
        var tip = bare.TryResolveCommit(revision) ?? throw ApiException.NotFound($"object does not exist [id: {revision}, rel_path: ]");
        var path = (request.Query("path") ?? "").Trim('/');
        var commits = History.Walk(bare, tip.Id).Where(commit => path.Length == 0 || History.Touches(bare, commit, path)).ToArray();
        var (page, limit) = request.Paging();
        var pages = (commits.Length + limit - 1) / limit;
        var name = request.Bodies.FullName(repository);
        var headers = request.PageHeaders(commits.Length, page, limit);
        headers.RemoveAll(header => header.Name == "Access-Control-Expose-Headers");
        headers.AddRange(
        [
            ("X-Page", Text(page)),
            ("X-PerPage", Text(limit)),
            ("X-Total", Text(commits.Length)),
            ("X-PageCount", Text(pages)),
            ("X-HasMore", page < pages ? "true" : "false"),
            ("Access-Control-Expose-Headers", "Link, X-Total-Count, X-Page, X-PerPage, X-Total, X-PageCount, X-HasMore"),
        ]);
        return ApiAnswer.Ok(commits.Skip((int)Math.Min((page - 1L) * limit, int.MaxValue)).Take(limit).Select(commit => Body(request, name, bare, commit)).ToArray()) with { Headers = headers };
    }

    private static ApiAnswer Get(ApiRequest request)
    {
        var repository = request.Repository();
        var bare = request.Open(repository);
        var commit = bare.TryResolveCommit(request.Route("sha")) ?? throw ApiException.NotFound(request.Route("sha"));
        return ApiAnswer.Ok(Body(request, request.Bodies.FullName(repository), bare, commit));
    }

    private static CommitBody Body(ApiRequest request, string name, BareRepository bare, Commit commit)
    {
        var withFiles = request.Flag("files", otherwise: true);
        var withStats = request.Flag("stat", otherwise: true);
        var changes = withFiles || withStats ? bare.Compare(commit.Parents.Count == 0 ? null : bare.Commit(commit.Parents[0]).TreeId, commit.TreeId).ToArray() : [];
        return request.Bodies.Commit(
            name,
            commit,
            request.Flag("verification", otherwise: true) ? BodyWriter.Unsigned : null,
            withFiles ? [.. changes.Select(change => new AffectedFileBody(change.Path, change.IsAdded ? "added" : change.IsRemoved ? "removed" : "modified"))] : null,
            withStats ? Stats(bare, changes) : null);
    }

    private static CommitStatsBody Stats(BareRepository bare, IEnumerable<PathDifference> changes)
    {
        var (additions, deletions) = (0, 0);
        foreach (var change in changes)
        {
            var (added, removed) = LineDifference.Count(Content(bare, change.Before), Content(bare, change.After));
            additions += added;
            deletions += removed;
        }

        return new CommitStatsBody(additions + deletions, additions, deletions);
    }

    // A submodule's id names a commit of another repository, which has no lines here.
    private static byte[] Content(BareRepository bare, string? id) => id is null ? [] : bare.Objects.TryRead(id)?.Content ?? [];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
