using System.Globalization;
using System.Text.RegularExpressions;
using GitOps.Sandbox.Forge.Access;
using GitOps.Sandbox.Forge.Git;
using GitOps.Sandbox.Forge.Metadata;

namespace GitOps.Sandbox.Forge.Api;

/// <summary>Repositories: creation, search, settings, rename, transfer, deletion, topics.</summary>
internal static partial class RepositoriesApi
{
    public static ForgeRoutes MapRepositories(this ForgeRoutes routes) => routes
        .Post("/admin/users/{username}/repos", TokenScope.Admin, request => CreateAsync(request, request.PathUser()))
        .Post("/user/repos", TokenScope.UserThenRepository, request => CreateAsync(request, request.Account))
        .Post("/repos/migrate", TokenScope.Repository, MigrateAsync)
        .Get("/repos/search", TokenScope.Repository, Search)
        .Get("/repos/{owner}/{repo}", TokenScope.Repository, request => ApiAnswer.Ok(request.Body(request.Repository())))
        .Get("/repositories/{id}", TokenScope.Repository, ById)
        .Patch("/repos/{owner}/{repo}", TokenScope.Repository, EditAsync)
        .Delete("/repos/{owner}/{repo}", TokenScope.Repository, Delete)
        .Post("/repos/{owner}/{repo}/transfer", TokenScope.Repository, TransferAsync)
        .Get("/repos/{owner}/{repo}/topics", TokenScope.Repository, Topics)
        .Put("/repos/{owner}/{repo}/topics", TokenScope.Repository, SetTopicsAsync);

    public static async Task<ApiAnswer> CreateAsync(ApiRequest request, Account owner)
    {
        var asked = await request.ReadAsync<NewRepository>();
        var name = ValidName(asked.Name);
        var branch = string.IsNullOrEmpty(asked.DefaultBranch) ? "main" : asked.DefaultBranch;
        if (!RefStore.IsValidName("refs/heads/" + branch))
        {
            throw ApiException.Invalid("[DefaultBranch]: GitRefName");
        }

        if (request.Store.Repository(owner.Id, name) is not null)
        {
            throw new ApiException(409, "The repository with the same name already exists.");
        }

        Repository repository;
        try
        {
            repository = request.Forge.AddRepository(new Repository
            {
                Id = request.Store.Repositories.NextId(),
                OwnerId = owner.Id,
                MakerId = owner.MakerId,
                Name = name,
                Description = asked.Description ?? "",
                IsPrivate = asked.Private ?? false,
                DefaultBranch = branch,
                Created = request.Forge.Now,
                Updated = request.Forge.Now,
            });
        }
        catch (ArgumentException)
        {
            throw new ApiException(409, "The repository with the same name already exists.");
        }

        request.Forge.Announcer.AnnounceRepository(repository, request.Account, "created");
        if (asked.AutoInit ?? false)
        {
            var author = new Signature(request.Account.Name, request.Account.Email, request.Forge.Now);
            var readme = System.Text.Encoding.UTF8.GetBytes($"# {name}\n\n{repository.Description}");
            await request.Forge.CommitAsync(repository, request.Account, branch, null, (_, _) => [new FileChange("README.md", readme)], author, author, "Initial commit", request.Cancellation);
            repository = request.Store.Repositories.Find(repository.Id) ?? repository;
        }

        return ApiAnswer.Created(request.Body(repository));
    }

    // Gitea looks at what was sent before it looks elsewhere; copying from elsewhere is what this forge leaves out.
    private static async Task<ApiAnswer> MigrateAsync(ApiRequest request)
    {
        _ = request.Account;
        var asked = await request.ReadAsync<Migration>();
        if (string.IsNullOrEmpty(asked.CloneAddr))
        {
            throw ApiException.Required("CloneAddr");
        }

        if (string.IsNullOrEmpty(asked.RepoName))
        {
            throw ApiException.Required("RepoName");
        }

        throw ApiException.Invalid("You can not import from disallowed hosts.");
    }

    private static ApiAnswer Search(ApiRequest request)
    {
        var order = request.Query("order") is { Length: > 0 } asked ? asked : "asc";
        if (order is not ("asc" or "desc"))
        {
            throw ApiException.Invalid($"Invalid sort order: \"{order}\"");
        }

        var sort = request.Query("sort") is { Length: > 0 } mode ? mode : "alpha";
        var sorted = sort switch
        {
            "alpha" => request.Store.RepositoriesByName.Rows,
            "updated" => request.Store.RepositoriesByUpdate.Rows,
            // Sizes, stars and forks are all equal here; by age is what is left.
            "created" or "id" or "size" or "git_size" or "lfs_size" or "stars" or "forks" => request.Store.RepositoriesById.Rows,
            _ => throw ApiException.Invalid($"Invalid sort mode: \"{sort}\""),
        };
        var found = Filter(request) is { } matches ? Array.FindAll(sorted, matches) : sorted;
        return request.Page<Repository>(order == "desc" ? new Reversed<Repository>(found) : found, request.Body, rows => new { Ok = true, Data = rows });
    }

    // Null when everything matches: an administrator listing all.
    private static Predicate<Repository>? Filter(ApiRequest request)
    {
        var text = request.Query("q") ?? "";
        var owner = long.TryParse(request.Query("uid"), CultureInfo.InvariantCulture, out var uid) ? uid : 0;
        var exclusive = request.Flag("exclusive");
        bool? isPrivate = bool.TryParse(request.Query("is_private"), out var asked) ? asked : request.Flag("private", otherwise: true) ? null : false;
        if (text.Length == 0 && owner == 0 && isPrivate is null && request.Caller is { IsAdmin: true, IsPublicOnly: false })
        {
            return null;
        }

        return repository =>
            (text.Length == 0
                || repository.Name.Contains(text, StringComparison.OrdinalIgnoreCase)
                || (request.Flag("includeDesc") && repository.Description.Contains(text, StringComparison.OrdinalIgnoreCase)))
            && (owner == 0 || repository.OwnerId == owner || (!exclusive && repository.Collaborators.Any(c => c.AccountId == owner)))
            && (isPrivate is null || repository.IsPrivate == isPrivate)
            && request.Caller.LevelIn(repository) > AccessLevel.None;
    }

    private static ApiAnswer ById(ApiRequest request) =>
        ApiAnswer.Ok(request.Body(request.Check(request.Store.Repositories.Find(request.Id("id")) ?? throw ApiException.NotFound(), AccessLevel.Read)));

    private static async Task<ApiAnswer> EditAsync(ApiRequest request)
    {
        var repository = request.Repository(AccessLevel.Admin);
        var asked = await request.ReadAsync<EditedRepository>();
        if (asked.DefaultBranch is { } branch && !repository.IsEmpty && request.Open(repository).Refs.TryResolve("refs/heads/" + branch) is null)
        {
            throw ApiException.Invalid($"branch does not exist [name: {branch}]");
        }

        if (asked.Name is not null && !asked.Name.Equals(repository.Name, StringComparison.Ordinal))
        {
            Rename(request, repository, repository.OwnerId, ValidName(asked.Name));
        }

        var changed = request.Store.Change(repository.Id, old => old with
        {
            Description = asked.Description ?? old.Description,
            Website = asked.Website ?? old.Website,
            IsPrivate = asked.Private ?? old.IsPrivate,
            IsArchived = asked.Archived ?? old.IsArchived,
            DefaultBranch = asked.DefaultBranch ?? old.DefaultBranch,
            HasIssues = asked.HasIssues ?? old.HasIssues,
            HasWiki = asked.HasWiki ?? old.HasWiki,
            HasPullRequests = asked.HasPullRequests ?? old.HasPullRequests,
        }) ?? throw ApiException.NotFound();
        if (changed.DefaultBranch != repository.DefaultBranch)
        {
            request.Forge.Files.SetHead(changed);
        }

        return ApiAnswer.Ok(request.Body(changed));
    }

    private static async Task<ApiAnswer> TransferAsync(ApiRequest request)
    {
        var repository = request.Repository(AccessLevel.Owner);
        var asked = await request.ReadAsync<Transfer>();
        var owner = request.Store.Account(asked.NewOwner ?? "") ?? throw new ApiException(404, "The new owner does not exist or cannot be found");
        Rename(request, repository, owner.Id, repository.Name);
        return new ApiAnswer(202, request.Body(request.Store.Repositories.Find(repository.Id) ?? repository));
    }

    private static void Rename(ApiRequest request, Repository repository, long ownerId, string name)
    {
        lock (request.Store.Gate)
        {
            if (request.Store.Repository(ownerId, name) is { } other && other.Id != repository.Id)
            {
                throw ApiException.Invalid($"repository already exists [uname: {request.Store.Accounts.Find(ownerId)?.Name}, name: {name}]");
            }

            request.Store.Move(repository, (request.Store.Repositories.Find(repository.Id) ?? throw ApiException.NotFound()) with { OwnerId = ownerId, MakerId = request.Store.Accounts.Find(ownerId)?.MakerId ?? 0, Name = name });
        }
    }

    private static ApiAnswer Delete(ApiRequest request)
    {
        var repository = request.Repository(AccessLevel.Owner);
        request.Forge.Announcer.AnnounceRepository(repository, request.Account, "deleted");
        request.Forge.RemoveRepository(repository);
        return ApiAnswer.NoContent;
    }

    private static ApiAnswer Topics(ApiRequest request)
    {
        var topics = request.Repository().Topics;
        return request.Page(topics, topic => topic, rows => new { Topics = rows });
    }

    private static async Task<ApiAnswer> SetTopicsAsync(ApiRequest request)
    {
        var repository = request.Repository(AccessLevel.Admin);
        var asked = await request.ReadAsync<TopicList>();
        request.Store.Change(repository.Id, old => old with { Topics = [.. (asked.Topics ?? []).Order(StringComparer.Ordinal)], Updated = request.Forge.Now });
        return ApiAnswer.NoContent;
    }

    private static string ValidName(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            throw ApiException.Required("Name");
        }

        return NamePattern().IsMatch(name) && name is not ("." or "..") && !name.EndsWith(".git", StringComparison.OrdinalIgnoreCase)
            ? name
            : throw ApiException.Invalid("[Name]: AlphaDashDot");
    }

    [GeneratedRegex("^[-A-Za-z0-9_.]{1,100}$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();

    private sealed record NewRepository(string? Name, string? Description, bool? Private, bool? AutoInit, string? DefaultBranch);

    private sealed record Migration(string? CloneAddr, string? RepoName);

    private sealed record EditedRepository(
        string? Name, string? Description, string? Website, bool? Private, bool? Archived, string? DefaultBranch, bool? HasIssues, bool? HasWiki, bool? HasPullRequests);

    private sealed record Transfer(string? NewOwner);

    private sealed record TopicList(string[]? Topics);
}
