using GitOps.Sandbox.Forge.Access;
using GitOps.Sandbox.Forge.Bodies;
using GitOps.Sandbox.Forge.Git;
using GitOps.Sandbox.Forge.Metadata;

namespace GitOps.Sandbox.Forge.Api;

/// <summary>Branches, tags and refs. Branch names may hold slashes, escaped or not.</summary>
internal static class BranchesApi
{
    public static ForgeRoutes MapBranches(this ForgeRoutes routes) => routes
        .Get("/repos/{owner}/{repo}/branches", TokenScope.Repository, List)
        .Get("/repos/{owner}/{repo}/branches/{**branch}", TokenScope.Repository, Get)
        .Post("/repos/{owner}/{repo}/branches", TokenScope.Repository, CreateAsync)
        .Delete("/repos/{owner}/{repo}/branches/{**branch}", TokenScope.Repository, DeleteAsync)
        .Get("/repos/{owner}/{repo}/tags", TokenScope.Repository, Tags)
        .Get("/repos/{owner}/{repo}/git/refs", TokenScope.Repository, Refs)
        .Get("/repos/{owner}/{repo}/git/refs/{**ref}", TokenScope.Repository, Refs);

    private static ApiAnswer List(ApiRequest request)
    {
        var repository = request.Repository();
        var bare = request.Open(repository);
        // As long as the queue has not handled the first push, and for ever when it was lost, git alone knows of it.
        var branches = repository.IsEmpty ? [] : bare.Refs.Branches().ToArray();
        if (branches.Length == 0)
        {
            // Gitea writes its empty list of branches as null.
            return ApiAnswer.Ok(null) with { Headers = request.PageHeaders(0, 1, 1) };
        }

        var name = request.Bodies.FullName(repository);
        var canPush = request.Caller.LevelIn(repository) >= AccessLevel.Write;
        return request.Page(branches, branch => request.Bodies.Branch(name, branch.Name, bare.Commit(branch.Id), canPush));
    }

    private static ApiAnswer Get(ApiRequest request)
    {
        var repository = request.Repository();
        var bare = request.Open(repository);
        var branch = request.Route("branch");
        var head = bare.Refs.TryResolve("refs/heads/" + branch) ?? throw ApiException.NotFound();
        if (repository.IsEmpty)
        {
            throw new ApiException(500, $"branch does not exist [repo_id: {repository.Id} name: {branch}]");
        }

        return ApiAnswer.Ok(Body(request, repository, branch, bare.Commit(head)));
    }

    private static async Task<ApiAnswer> CreateAsync(ApiRequest request)
    {
        var repository = request.Repository(AccessLevel.Write);
        var asked = await request.ReadAsync<NewBranch>();
        if (string.IsNullOrEmpty(asked.NewBranchName))
        {
            throw ApiException.Required("BranchName");
        }

        using var turn = await request.Forge.Files.LockAsync(repository, request.Cancellation);
        var bare = request.Open(repository);
        var from = bare.TryResolveCommit(asked.OldRefName ?? asked.OldBranchName ?? repository.DefaultBranch)
            ?? throw new ApiException(404, "The old branch does not exist");
        var before = bare.Refs.All();
        if (before.ContainsKey("refs/heads/" + asked.NewBranchName))
        {
            throw new ApiException(409, "The branch already exists.");
        }

        bare.Refs.Update("refs/heads/" + asked.NewBranchName, RefStore.Zero, from.Id);
        request.Forge.Announcer.Announce(repository, request.Account, before, bare.Refs.All());
        return ApiAnswer.Created(Body(request, repository, asked.NewBranchName, from));
    }

    private static async Task<ApiAnswer> DeleteAsync(ApiRequest request)
    {
        var repository = request.Repository(AccessLevel.Write);
        var branch = request.Route("branch");
        if (branch == repository.DefaultBranch)
        {
            throw ApiException.Forbidden("can not delete default or pull request target branch");
        }

        using var turn = await request.Forge.Files.LockAsync(repository, request.Cancellation);
        var bare = request.Open(repository);
        var before = bare.Refs.All();
        var head = before.GetValueOrDefault("refs/heads/" + branch) ?? throw ApiException.NotFound($"branch does not exist [name: {branch}]");
        bare.Refs.Update("refs/heads/" + branch, head, RefStore.Zero);
        request.Forge.Announcer.Announce(repository, request.Account, before, bare.Refs.All());
        return ApiAnswer.NoContent;
    }

    private static ApiAnswer Tags(ApiRequest request)
    {
        var repository = request.Repository();
        var bare = request.Open(repository);
        var name = request.Bodies.FullName(repository);
        return request.Page(bare.Refs.Tags().ToArray(), tag =>
        {
            var commit = bare.TryPeel(tag.Id) ?? throw new GitException($"Reading tag {tag.Name} of {name}: it leads to no commit.");
            var message = bare.Objects.TryRead(tag.Id) is { Kind: GitObjectKind.Tag } annotated ? AnnotatedTag.Parse(annotated.Content).Message : commit.Message;
            return new TagBody(
                tag.Name,
                message.Trim('\n'),
                tag.Id,
                new CommitMetaBody(request.Bodies.CommitUrl(name, commit.Id), commit.Id, commit.Committer.When),
                $"{request.Bodies.Root}/{name}/archive/{tag.Name}.zip",
                $"{request.Bodies.Root}/{name}/archive/{tag.Name}.tar.gz");
        });
    }

    private static ApiAnswer Refs(ApiRequest request)
    {
        var repository = request.Repository();
        var bare = request.Open(repository);
        var prefix = "refs/" + request.Route("ref");
        var name = request.Bodies.FullName(repository);
        var refs = bare.Refs.All().Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(pair =>
        {
            var type = ObjectStore.NameOf(bare.Objects.TryRead(pair.Value)?.Kind ?? GitObjectKind.Commit);
            return new RefBody(pair.Key, $"{request.Bodies.Api}/repos/{name}/git/{pair.Key}", new RefTargetBody(type, pair.Value, $"{request.Bodies.Api}/repos/{name}/git/{type}s/{pair.Value}"));
        }).ToArray();
        return refs.Length > 0 ? ApiAnswer.Ok(refs) : throw ApiException.NotFound();
    }

    private static BranchBody Body(ApiRequest request, Repository repository, string branch, Commit head) =>
        request.Bodies.Branch(request.Bodies.FullName(repository), branch, head, request.Caller.LevelIn(repository) >= AccessLevel.Write);

    private sealed record NewBranch(string? NewBranchName, string? OldBranchName, string? OldRefName);
}
